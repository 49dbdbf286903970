package dev.serin.feedback.id;

import java.nio.ByteBuffer;

/** What a prediction, or one row of it, is remembered by: 16 bytes, made from its signature. */
public record Fingerprint(long high, long low) {
  /** Odd, so that no two rows of a call are multiplied to the same number. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  static Fingerprint of(byte[] signature) {
    var bytes = ByteBuffer.wrap(signature);
    return new Fingerprint(bytes.getLong(), bytes.getLong());
  }

  /** Returns the fingerprint of one row of this prediction. */
  public Fingerprint row(int row) {
    return new Fingerprint(high, low ^ row * SPREAD);
  }
}
