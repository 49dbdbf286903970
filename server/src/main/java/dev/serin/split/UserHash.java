package dev.serin.split;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash that places a user: the first 8 bytes, big-endian, of the SHA-256 of the salt, a zero
 * byte and the user id, both in UTF-8; read as an unsigned number over 2^64.
 */
public final class UserHash {
  /** To be copied, which is quicker than to ask the platform for one. */
  private static final MessageDigest SHA_256 = sha256();

  private UserHash() {}

  /** Returns the user's hash under a salt. */
  public static long of(String salt, String userId) {
    var digest = fresh();
    digest.update(salt.getBytes(UTF_8));
    digest.update((byte) 0);
    return ByteBuffer.wrap(digest.digest(userId.getBytes(UTF_8))).getLong();
  }

  /** Returns the hash as a number in [0, 1), rounded down to 53 bits. */
  public static double bucket(long hash) {
    return (hash >>> 11) * 0x1.0p-53;
  }

  /** Returns the hash in 16 hexadecimal digits. */
  public static String hex(long hash) {
    return HexFormat.of().toHexDigits(hash);
  }

  private static MessageDigest fresh() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
