package dev.serin.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Lines of text with a checksum: 8 hexadecimal digits of the CRC-32C, a space, the text. */
final class Lines {
  static final byte END = '\n';
  private static final int CHECKSUM_DIGITS = 8;
  private static final int PREFIX = CHECKSUM_DIGITS + 1;

  private Lines() {}

  /** Returns the line of a text without line breaks, with a line break at its end. */
  static byte[] encode(byte[] text) {
    var line = new byte[PREFIX + text.length + 1];
    System.arraycopy(checksum(text, 0, text.length), 0, line, 0, CHECKSUM_DIGITS);
    line[CHECKSUM_DIGITS] = ' ';
    System.arraycopy(text, 0, line, PREFIX, text.length);
    line[line.length - 1] = END;
    return line;
  }

  /** Returns the end of the first line; -1 if there is no complete line. */
  static int firstEnd(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == END) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Returns the text of the line in this range, without its line break; empty if it does not match
   * its checksum.
   */
  static Optional<byte[]> decode(byte[] bytes, int from, int to) {
    int text = from + PREFIX;
    if (text > to || bytes[text - 1] != ' ') {
      return Optional.empty();
    }
    var checksum = checksum(bytes, text, to);
    return Arrays.equals(bytes, from, from + CHECKSUM_DIGITS, checksum, 0, CHECKSUM_DIGITS)
        ? Optional.of(Arrays.copyOfRange(bytes, text, to))
        : Optional.empty();
  }

  /** Returns the text of bytes that are exactly one line; else empty. */
  static Optional<byte[]> only(byte[] bytes) {
    int last = bytes.length - 1;
    return last >= 0 && bytes[last] == END ? decode(bytes, 0, last) : Optional.empty();
  }

  /** Returns the digits of the CRC-32C of the bytes in this range. */
  static byte[] checksum(byte[] bytes, int from, int to) {
    var crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(US_ASCII);
  }
}
