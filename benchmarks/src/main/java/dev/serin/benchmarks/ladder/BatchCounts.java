package dev.serin.benchmarks.ladder;

import dev.serin.benchmarks.ladder.servers.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/**
 * How many rows and batches a server says that it has run, from the summary
 * {@code serin_batch_rows} of its metrics; zeros if it has none.
 */
record BatchCounts(double rows, double batches) {
  private static final String SUMMARY = "serin_batch_rows";

  static BatchCounts of(Server server) {
    var port = server.metricsPort();
    return port.isPresent() ? parse(read(port.getAsInt())) : new BatchCounts(0, 0);
  }

  /** Adds up the counts of all labels. */
  static BatchCounts parse(String metrics) {
    return new BatchCounts(sum(metrics, SUMMARY + "_sum"), sum(metrics, SUMMARY + "_count"));
  }

  /** Returns the mean size of the batches between these counts and later ones. */
  OptionalDouble mean(BatchCounts later) {
    double more = later.batches - batches;
    return more > 0 ? OptionalDouble.of((later.rows - rows) / more) : OptionalDouble.empty();
  }

  private static double sum(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String read(int port) {
    try (var in = URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
