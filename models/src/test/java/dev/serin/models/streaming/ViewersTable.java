package dev.serin.models.streaming;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** The file of viewers, read by its documented format alone. */
record ViewersTable(List<String> header, List<List<String>> rows) {

  private static final int FEATURES_FROM = 5;
  private static final int FINISH_FROM = 26;

  static ViewersTable read(Path gzip) throws IOException {
    try (var file = Files.newInputStream(gzip);
        var text = new InputStreamReader(new GZIPInputStream(file), US_ASCII);
        var reader = new BufferedReader(text)) {
      var lines = reader.lines().map(line -> List.of(line.split(",", -1))).toList();
      return new ViewersTable(lines.get(0), lines.subList(1, lines.size()));
    }
  }

  /** Returns a table of the first viewers only. */
  ViewersTable first(int count) {
    return new ViewersTable(header, rows.subList(0, count));
  }

  /** Returns a table without the viewers with such features. */
  ViewersTable without(Predicate<float[]> such) {
    return new ViewersTable(
        header, rows.stream().filter(row -> !such.test(features(row))).toList());
  }

  /** Returns the texts of a column. */
  List<String> texts(String column) {
    int place = header.indexOf(column);
    return rows.stream().map(row -> row.get(place)).toList();
  }

  /** Returns the numbers of a column. */
  List<Double> numbers(String column) {
    return texts(column).stream().map(Double::valueOf).toList();
  }

  /** Returns the model input of each viewer. */
  float[][] features() {
    return rows.stream().map(ViewersTable::features).toArray(float[][]::new);
  }

  /** Returns all true chances, for each viewer. */
  List<List<Double>> chances() {
    return rows.stream()
        .map(row -> row.subList(FINISH_FROM, row.size()))
        .map(row -> row.stream().map(Double::valueOf).toList())
        .toList();
  }

  /** Returns the mean true chance of the recommended genres, with viewers weighted by activity. */
  double reward(List<Integer> recommended) {
    var chances = chances();
    return mean(row -> chances.get(row).get(recommended.get(row)));
  }

  /** Returns the mean of a number per row, with viewers weighted by activity. */
  double mean(IntToDoubleFunction ofRow) {
    var activity = numbers("activity");
    double sum = IntStream.range(0, rows.size())
        .mapToDouble(row -> activity.get(row) * ofRow.applyAsDouble(row))
        .sum();
    return sum / activity.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static float[] features(List<String> row) {
    var features = new float[FINISH_FROM - FEATURES_FROM];
    for (int i = 0; i < features.length; i++) {
      features[i] = Float.parseFloat(row.get(FEATURES_FROM + i));
    }
    return features;
  }
}
