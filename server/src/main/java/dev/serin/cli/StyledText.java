package dev.serin.cli;

/** Texts with styles, which have no width. */
final class StyledText {
  private static final char ESCAPE = '\u001b';
  private static final char STYLE_END = 'm';
  private static final String PLAIN = "\u001b[0m";

  private StyledText() {}

  /** Returns as much of a text as has a width, and no style at its end if it is cut. */
  static String cut(String text, int width) {
    int at = 0;
    int seen = 0;
    boolean styled = false;
    while (at < text.length()) {
      if (text.charAt(at) == ESCAPE) {
        styled = true;
        at = text.indexOf(STYLE_END, at) + 1;
      } else if (seen == width) {
        return text.substring(0, at) + (styled ? PLAIN : "");
      } else {
        seen++;
        at += Character.charCount(text.codePointAt(at));
      }
    }
    return text;
  }
}
