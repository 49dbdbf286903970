package dev.serin.models;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A handwritten digit: 64 pixels of an 8 x 8 image, row by row, each 0 (white) to 16 (ink), and the
 * digit 0 to 9 that the writer meant.
 */
record Digit(int label, List<Integer> pixels) {

  /** The number of different digits. */
  static final int CLASSES = 10;

  /** The number of pixels of an image. */
  static final int PIXELS = 64;

  /** The highest value of a pixel. */
  private static final int INK = 16;

  Digit {
    pixels = List.copyOf(pixels);
    if (label < 0 || label >= CLASSES) {
      throw new IllegalArgumentException("label: " + label + " (expected: 0 to 9)");
    }
    if (pixels.size() != PIXELS || pixels.stream().anyMatch(p -> p < 0 || p > INK)) {
      throw new IllegalArgumentException("pixels: " + pixels + " (expected: 64 of 0 to 16)");
    }
  }

  /** Returns the digit of a line of the source file, {@code p0,...,p63,label}. */
  static Digit ofSourceLine(String line) {
    var values = Arrays.stream(line.split(",", -1)).map(Integer::valueOf).toList();
    int last = values.size() - 1;
    return new Digit(values.get(last), values.subList(0, last));
  }

  /** Returns the digit of a line of the held-out file, {@code label,p0,...,p63}. */
  static Digit ofHeldOutLine(String line) {
    var values = Arrays.stream(line.split(",", -1)).map(Integer::valueOf).toList();
    return new Digit(values.get(0), values.subList(1, values.size()));
  }

  /** Returns the header of the held-out file. */
  static String heldOutHeader() {
    return "label,"
        + IntStream.range(0, PIXELS).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
  }

  /** Returns this digit as a training example, with the pixels as features. */
  Lesson lesson() {
    return new Lesson(pixels.stream().map(Integer::doubleValue).toList(), label);
  }

  /** Returns the line of the held-out file that {@link #ofHeldOutLine} reads back. */
  String toHeldOutLine() {
    return Stream.concat(Stream.of(label), pixels.stream())
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }
}
