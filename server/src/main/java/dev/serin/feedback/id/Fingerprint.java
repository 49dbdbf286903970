package dev.serin.feedback.id;

import java.nio.ByteBuffer;

/**
 * The key of a prediction, or of one row of it, in the tables of seen labels: 16 bytes made from
 * its signature.
 */
public record Fingerprint(long high, long low) {
  /** Odd, so that no two rows of a call are mapped to the same number. */
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
