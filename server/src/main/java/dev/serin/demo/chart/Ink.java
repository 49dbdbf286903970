package dev.serin.demo.chart;

import java.util.Locale;

/**
 * The colours by purpose: colour-blind readers can tell the two versions apart, and good or bad is
 * also said in words.
 */
public enum Ink {
  PAPER(0xffffff, 0x15191e),
  TEXT(0x1c2530, 0xe7ebef),
  MUTED(0x5c6875, 0x9ba7b3),
  GRID(0xe3e7eb, 0x2c343d),
  STABLE(0x4f7396, 0x8db0d1),
  CANDIDATE(0xd2700c, 0xf29b4b),
  GOOD(0x127a5c, 0x52c7a5),
  BAD(0xb3204a, 0xff809b);

  private final int light;
  private final int dark;

  Ink(int light, int dark) {
    this.light = light;
    this.dark = dark;
  }

  /** The colour on light paper, as 0xRRGGBB. */
  public int light() {
    return light;
  }

  /** The colour on dark paper, as 0xRRGGBB. */
  public int dark() {
    return dark;
  }

  /** The name of the class in a style sheet. */
  public String css() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns a colour as a style sheet writes it. */
  public static String hex(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }
}
