package dev.serin.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The viewers of the demo, read from the file that the simulation wrote. */
record Viewers(List<Viewer> list) {
  private static final List<String> FIRST =
      List.of("viewer", "activity", "answers", "delay_median", "delay_sigma");
  private static final String FEATURE = "x_";
  private static final String CHANCE = "finish_";

  Viewers {
    list = List.copyOf(list);
  }

  /** Reads a gzipped file; throws an {@link IOException} that names the wrong line. */
  static Viewers read(Path gzip) throws IOException {
    try (var file = Files.newInputStream(gzip);
        var lines =
            new BufferedReader(new InputStreamReader(new GZIPInputStream(file), US_ASCII))) {
      var header = lines.readLine();
      var columns = Columns.of(gzip, header == null ? List.of() : cells(header));
      var viewers = new ArrayList<Viewer>();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        viewers.add(columns.viewer(viewers.size() + 2, cells(line)));
      }
      if (viewers.isEmpty()) {
        throw new IOException(gzip + ": 0 viewers (expected: at least 1)");
      }
      return new Viewers(viewers);
    }
  }

  private static List<String> cells(String line) {
    return Arrays.asList(line.split(",", -1));
  }

  /** Where the columns of a file end: the fixed ones, then features, then chances. */
  private record Columns(Path file, int features, int all) {
    static Columns of(Path file, List<String> names) throws IOException {
      int features = FIRST.size();
      while (features < names.size() && names.get(features).startsWith(FEATURE)) {
        features++;
      }
      int all = features;
      while (all < names.size() && names.get(all).startsWith(CHANCE)) {
        all++;
      }
      boolean known = names.size() > FIRST.size()
          && names.subList(0, FIRST.size()).equals(FIRST)
          && features > FIRST.size()
          && all > features
          && all == names.size();
      if (!known) {
        throw new IOException(file + ":1: " + String.join(",", names) + " (expected: "
            + String.join(",", FIRST) + "," + FEATURE + "...," + CHANCE + "...)");
      }
      return new Columns(file, features, all);
    }

    Viewer viewer(int line, List<String> cells) throws IOException {
      if (cells.size() != all) {
        throw new IOException(
            file + ":" + line + ": " + cells.size() + " columns (expected: " + all + ")");
      }
      try {
        return new Viewer(
            cells.get(0),
            Double.parseDouble(cells.get(1)),
            Double.parseDouble(cells.get(2)),
            Double.parseDouble(cells.get(3)),
            Double.parseDouble(cells.get(4)),
            cells.subList(FIRST.size(), features).stream().map(Float::valueOf).toList(),
            cells.subList(features, all).stream().map(Double::valueOf).toList());
      } catch (NumberFormatException e) {
        throw new IOException(file + ":" + line + ": " + e.getMessage() + " (expected: a number)");
      }
    }
  }
}
