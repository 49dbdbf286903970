package dev.serin;

import java.util.stream.LongStream;

/** How many seeds a law is tried on: few in each build, many with {@code -Pslow}. */
public final class Seeds {
  private static final boolean SLOW = Boolean.getBoolean("serin.slow");

  private Seeds() {}

  /** Returns that many seeds, from 0. */
  public static LongStream from0(int few, int many) {
    return LongStream.range(0, count(few, many));
  }

  /** Returns how many to take. */
  public static int count(int few, int many) {
    return SLOW ? many : few;
  }
}
