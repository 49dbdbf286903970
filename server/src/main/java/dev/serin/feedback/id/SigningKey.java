package dev.serin.feedback.id;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/*
 * HMAC [1] is H(key ^ outer, H(key ^ inner, message)). Both keyed prefixes fill exactly one block
 * of SHA-256, so a key digests them once, and each signature continues from copies of the two
 * digests: half the work of a Mac, which starts over for every message.
 *
 * [1] RFC 2104
 */

/** A secret key of 32 bytes. Thread-safe: each use works on copies of prepared digests. */
final class SigningKey {
  static final int SECRET_BYTES = 32;

  /** The bytes of a signature: the first half of an HMAC-SHA256. */
  static final int SIGNATURE_BYTES = 16;

  private static final int BLOCK_BYTES = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private final MessageDigest inner;
  private final MessageDigest outer;

  SigningKey(byte[] secret) {
    inner = prepared(secret, INNER);
    outer = prepared(secret, OUTER);
  }

  /** Returns a digest of one block: the secret, padded with zeros, with every byte changed. */
  private static MessageDigest prepared(byte[] secret, byte change) {
    var block = Arrays.copyOf(secret, BLOCK_BYTES);
    for (int i = 0; i < BLOCK_BYTES; i++) {
      block[i] ^= change;
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(block);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the signature of the remaining bytes; the buffer's position stays. */
  byte[] sign(ByteBuffer data) {
    try {
      var message = (MessageDigest) inner.clone();
      message.update(data.duplicate());
      var whole = (MessageDigest) outer.clone();
      return Arrays.copyOf(whole.digest(message.digest()), SIGNATURE_BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  /** Whether this is the signature of the remaining bytes; compares in constant time. */
  boolean verifies(ByteBuffer data, byte[] signature) {
    return MessageDigest.isEqual(sign(data), signature);
  }
}
