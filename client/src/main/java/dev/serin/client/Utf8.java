package dev.serin.client;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Encodes text as UTF-8; text that has no encoding is refused, never changed. */
final class Utf8 {
  private Utf8() {}

  /**
   * Returns the bytes of a text. Throws {@link IllegalArgumentException} for half a surrogate pair;
   * replacing it by a question mark could turn two users into one.
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
