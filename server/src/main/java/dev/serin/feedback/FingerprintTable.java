package dev.serin.feedback;

import dev.serin.feedback.id.Fingerprint;

/** A set of fingerprints that takes 16 bytes per slot, at most three quarters of them in use. */
final class FingerprintTable {
  /** The bytes of an empty table. */
  static final long INITIAL_BYTES = 1_024;

  /** High and low half of each slot; both 0 if it is free. Linear probing. */
  private long[] slots = new long[(int) (INITIAL_BYTES / Long.BYTES)];

  private int size;

  /** The current size in bytes. */
  long bytes() {
    return (long) slots.length * Long.BYTES;
  }

  /**
   * The bytes of the larger table that the next fingerprint needs in addition; 0 if it needs none.
   */
  long growthBytes() {
    return size * 8L < slots.length * 3L ? 0 : 2 * bytes();
  }

  boolean contains(Fingerprint fingerprint) {
    int slot = slot(slots, fingerprint.high(), low(fingerprint));
    return (slots[slot] | slots[slot + 1]) != 0;
  }

  /** Adds a fingerprint that it does not contain. */
  void add(Fingerprint fingerprint) {
    if (growthBytes() > 0) {
      grow();
    }
    put(slots, fingerprint.high(), low(fingerprint));
    size++;
  }

  /** Returns the low half, changed if the fingerprint would look like a free slot. */
  private static long low(Fingerprint fingerprint) {
    return (fingerprint.high() | fingerprint.low()) == 0 ? 1 : fingerprint.low();
  }

  private void grow() {
    var larger = new long[Math.multiplyExact(slots.length, 2)];
    for (int i = 0; i < slots.length; i += 2) {
      if ((slots[i] | slots[i + 1]) != 0) {
        put(larger, slots[i], slots[i + 1]);
      }
    }
    slots = larger;
  }

  private static void put(long[] slots, long high, long low) {
    int slot = slot(slots, high, low);
    slots[slot] = high;
    slots[slot + 1] = low;
  }

  /** Returns the slot of the fingerprint, or the free one for it. */
  private static int slot(long[] slots, long high, long low) {
    // Both halves come from a signature; the rows of one call differ in the low one only.
    int slot = (int) (high ^ low) & (slots.length - 2);
    while ((slots[slot] | slots[slot + 1]) != 0
        && (slots[slot] != high || slots[slot + 1] != low)) {
      slot = (slot + 2) & (slots.length - 2);
    }
    return slot;
  }
}
