package dev.serin.models;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * The digits, divided into training and held-out rows; no model has seen the latter.
 *
 * <p>Both lists are in shuffled order, so that any run of rows is a fair sample of all writers.
 */
record Digits(List<Digit> training, List<Digit> heldOut) {

  /** One in this many rows is held out. */
  private static final int HELD_OUT_PART = 4;

  /** The seed of the shuffle; another value changes the division and the files. */
  private static final long SEED = 20_250_101L;

  Digits {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
  }

  /** Returns the digits of a gzipped source file, divided the same way every time. */
  static Digits read(Path gzip) throws IOException {
    return divide(readAll(gzip));
  }

  /** Returns the digits of a held-out file. */
  static List<Digit> readHeldOut(Path csv) throws IOException {
    try (var lines = Files.lines(csv, US_ASCII)) {
      return lines.skip(1).map(Digit::ofHeldOutLine).toList();
    }
  }

  /** Writes the held-out digits under a header, not compressed. */
  void writeHeldOut(Path csv) throws IOException {
    var rows = heldOut.stream().map(Digit::toHeldOutLine).collect(Collectors.joining("\n"));
    Files.writeString(csv, Digit.heldOutHeader() + "\n" + rows + "\n", US_ASCII);
  }

  private static List<Digit> readAll(Path gzip) throws IOException {
    try (var file = Files.newInputStream(gzip);
        var lines =
            new BufferedReader(new InputStreamReader(new GZIPInputStream(file), US_ASCII))) {
      return lines.lines().map(Digit::ofSourceLine).toList();
    }
  }

  /* Uses java.util.Random, because its specification fixes its stream of numbers. */
  private static Digits divide(List<Digit> all) {
    var shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(SEED));
    int heldOut = shuffled.size() / HELD_OUT_PART;
    return new Digits(shuffled.subList(heldOut, shuffled.size()), shuffled.subList(0, heldOut));
  }
}
