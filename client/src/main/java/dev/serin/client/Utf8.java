package dev.serin.client;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text as UTF-8, strictly: a text that has no UTF-8 is refused, never changed. */
final class Utf8 {
  private Utf8() {}

  /**
   * Returns the bytes of a text. Throws {@link IllegalArgumentException} for half a surrogate pair;
   * as a question mark it would make one user of two.
   */
  static byte[] encode(String text) {
    try {
      var encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      var bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "text: half a surrogate pair (expected: text that UTF-8 can hold)", e);
    }
  }
}
