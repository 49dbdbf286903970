package dev.serin.demo.chart;

/**
 * Estimates the width of a text, rather too wide: the font that will show the page is unknown when
 * it is laid out.
 */
public final class TextWidth {
  private static final String SLIM = "fijlrtI.,:;/()[]|·' -";
  private static final String BROAD = "mwMW%−+×÷=<>~—";
  private static final double SLIM_EM = 0.37;
  private static final double BROAD_EM = 0.93;
  private static final double UPPER_EM = 0.7;
  private static final double OTHER_EM = 0.62;
  private static final double BOLD = 1.12;

  private TextWidth() {}

  /** Returns the width in the unit of the size. */
  public static double of(String text, double size, boolean bold) {
    double em = text.chars().mapToDouble(TextWidth::em).sum();
    return em * size * (bold ? BOLD : 1);
  }

  private static double em(int letter) {
    if (SLIM.indexOf(letter) >= 0) {
      return SLIM_EM;
    }
    if (BROAD.indexOf(letter) >= 0) {
      return BROAD_EM;
    }
    return Character.isUpperCase(letter) ? UPPER_EM : OTHER_EM;
  }
}
