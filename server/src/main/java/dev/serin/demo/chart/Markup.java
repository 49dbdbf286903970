package dev.serin.demo.chart;

/** Escapes text for markup. */
public final class Markup {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int FIRST_PRINTABLE = ' ';

  private Markup() {}

  /** Returns the text escaped, for content and for attributes. */
  public static String escape(String text) {
    var escaped = new StringBuilder(text.length());
    text.codePoints().forEach(letter -> {
      switch (letter) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.appendCodePoint(allowed(letter) ? letter : REPLACEMENT);
      }
    });
    return escaped.toString();
  }

  /** Whether a document may contain it, escaped or not. */
  private static boolean allowed(int letter) {
    boolean control = letter < FIRST_PRINTABLE && letter != '\t' && letter != '\n';
    boolean surrogate = letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE;
    return !control && !surrogate && letter != '\uFFFE' && letter != '\uFFFF';
  }
}
