package dev.serin.benchmarks.ladder.report;

/** A page with a part that the ladder writes, between two marks. */
public final class Readme {
  private static final String BEGIN = "<!-- ladder: begin -->\n";
  private static final String END = "<!-- ladder: end -->\n";

  private Readme() {}

  /** Returns the page with other text between the marks. */
  public static String replace(String page, String text) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("page: no marks (expected: " + BEGIN + "and " + END + ")");
    }
    return page.substring(0, begin + BEGIN.length()) + "\n" + text.strip() + "\n\n"
        + page.substring(end);
  }
}
