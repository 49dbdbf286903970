package dev.serin.feedback.id;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret key of 32 bytes. Thread-safe: each use works on a copy of a prepared Mac. */
final class SigningKey {
  static final int SECRET_BYTES = 32;

  /** The bytes of a signature: the first half of an HMAC-SHA256. */
  static final int SIGNATURE_BYTES = 16;

  private final Mac prepared;

  SigningKey(byte[] secret) {
    try {
      prepared = Mac.getInstance("HmacSHA256");
      prepared.init(new SecretKeySpec(secret, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** Returns the signature of the remaining bytes; the buffer's position stays. */
  byte[] sign(ByteBuffer data) {
    try {
      var mac = (Mac) prepared.clone();
      mac.update(data.duplicate());
      return Arrays.copyOf(mac.doFinal(), SIGNATURE_BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's HmacSHA256 can be cloned", e);
    }
  }

  /** Whether this is the signature of the remaining bytes; compares in constant time. */
  boolean verifies(ByteBuffer data, byte[] signature) {
    return MessageDigest.isEqual(sign(data), signature);
  }
}
