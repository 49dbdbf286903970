package dev.serin.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Text with styles, which take no width. */
public final class StyledText {
  private static final char ESCAPE = '\u001b';
  private static final char STYLE_END = 'm';
  private static final String PLAIN = "\u001b[0m";

  private StyledText() {}

  /**
   * Wraps a text to lines of at most this width, between words where possible. Its own line breaks
   * stay; a style that is open at the end of a line continues on the next one.
   */
  public static List<String> wrap(String text, int width) {
    var lines = new ArrayList<String>();
    for (var paragraph : text.split("\n", -1)) {
      wrap(paragraph, width, lines);
    }
    return lines;
  }

  private static void wrap(String text, int width, List<String> lines) {
    var rest = text;
    int end = end(rest, width);
    while (end < rest.length()) {
      var style = openStyle(rest.substring(0, end));
      lines.add(rest.substring(0, end).stripTrailing() + (style.isEmpty() ? "" : PLAIN));
      rest = style + rest.substring(end).stripLeading();
      end = end(rest, width);
    }
    lines.add(rest);
  }

  /**
   * Returns where the first line ends: after its last blank if the text is too long, else at its
   * end.
   */
  private static int end(String text, int width) {
    int at = 0;
    int seen = 0;
    int blank = 0;
    while (at < text.length()) {
      if (text.charAt(at) == ESCAPE) {
        at = text.indexOf(STYLE_END, at) + 1;
      } else if (seen == width) {
        return text.charAt(at) == ' ' || blank == 0 ? at : blank;
      } else {
        seen++;
        at += Character.charCount(text.codePointAt(at));
        blank = text.charAt(at - 1) == ' ' ? at : blank;
      }
    }
    return at;
  }

  private static String openStyle(String text) {
    int last = text.lastIndexOf(ESCAPE);
    var style = last < 0 ? "" : text.substring(last, text.indexOf(STYLE_END, last) + 1);
    return style.equals(PLAIN) ? "" : style;
  }
}
