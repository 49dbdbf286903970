package dev.serin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.codec.Entry;
import java.util.List;

/** One line of a journal. */
sealed interface Line {
  /** An intact line. */
  record Whole(String text, Entry entry) implements Line {
    byte[] bytes() {
      return encode(text);
    }
  }

  /** An intact line that this release cannot read. It must not be dropped. */
  record Odd(String text, String reason) implements Line {}

  /**
   * A damaged line.
   *
   * @param rest the texts of intact lines within it
   */
  record Damaged(String reason, List<String> rest) implements Line {
    public Damaged {
      rest = List.copyOf(rest);
    }
  }

  /** A partial line of an interrupted write, which was never acknowledged. */
  record Torn() implements Line {}

  /** Returns the bytes of a line with this text. */
  static byte[] encode(String text) {
    return Lines.encode(text.getBytes(UTF_8));
  }
}
