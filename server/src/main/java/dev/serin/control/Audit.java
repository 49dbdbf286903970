package dev.serin.control;

import dev.serin.access.Author;
import dev.serin.control.ChangeRefusedException.Kind;

/** Bounds on the author and the reason of a change. */
public final class Audit {
  private static final int AUTHOR_CHARS = 256;
  private static final int REASON_CHARS = 1024;

  private Audit() {}

  /** Refuses an author or a reason that is too long or holds a control character. */
  public static void check(Author author, String reason) {
    check("author", author.name(), AUTHOR_CHARS);
    check("reason", reason, REASON_CHARS);
  }

  /** Returns a reason made by the gateway, cut to the bounds. */
  static String reason(String text) {
    var clean = text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    return clean.substring(0, Math.min(clean.length(), REASON_CHARS));
  }

  private static void check(String name, String text, int most) {
    if (text.length() > most) {
      throw new ChangeRefusedException(
          Kind.INVALID,
          name + ": " + text.length() + " characters (expected: at most " + most + ")");
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw new ChangeRefusedException(
          Kind.INVALID, name + ": a control character in it (expected: one line of text)");
    }
  }
}
