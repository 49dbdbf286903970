package dev.serin.tensor;

import java.nio.ByteBuffer;

/** Checks whether bytes are UTF-8, without allocating. */
public final class Utf8 {
  private Utf8() {}

  /** Whether {@code length} bytes from an index on are UTF-8. */
  public static boolean valid(ByteBuffer bytes, int from, int length) {
    int end = from + length;
    int at = from;
    while (at < end) {
      byte first = bytes.get(at);
      int size = first >= 0 ? 1 : size(first & 0xff);
      if (size == 0 || size > end - at || (size > 1 && !follow(bytes, at, size))) {
        return false;
      }
      at += size;
    }
    return true;
  }

  /**
   * The length in bytes of a character that begins with this byte, which is not ASCII; 0 if none
   * does.
   */
  private static int size(int first) {
    if (first < 0xc2 || first > 0xf4) {
      return 0;
    }
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  }

  private static boolean follow(ByteBuffer bytes, int at, int size) {
    int first = bytes.get(at) & 0xff;
    int second = bytes.get(at + 1) & 0xff;
    for (int i = 1; i < size; i++) {
      if ((bytes.get(at + i) & 0xc0) != 0x80) {
        return false;
      }
    }
    // No overlong encoding, no surrogate, nothing beyond the last character.
    return switch (first) {
      case 0xe0 -> second >= 0xa0;
      case 0xed -> second < 0xa0;
      case 0xf0 -> second >= 0x90;
      case 0xf4 -> second < 0x90;
      default -> true;
    };
  }
}
