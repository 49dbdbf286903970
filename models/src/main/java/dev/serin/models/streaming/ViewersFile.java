package dev.serin.models.streaming;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The file of viewers: a header and a line for each of them, gzipped. Numbers are decimals without
 * exponent, with as many places as they were drawn with, so that the text is the same everywhere.
 */
final class ViewersFile {

  private static final String DELAY_SIGMA = "0.6";

  private ViewersFile() {}

  /** Writes all lines, replacing an existing file. */
  static void write(Path gzip, List<Subscriber> subscribers) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
      out.write(text(subscribers).getBytes(US_ASCII));
    }
  }

  private static String text(List<Subscriber> subscribers) {
    return Stream.concat(Stream.of(header()), subscribers.stream().map(ViewersFile::line))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String header() {
    var features = Household.FEATURES.stream().map(name -> "x_" + name);
    var chances = Genres.NAMES.stream().map(name -> "finish_" + name);
    return joined(
        Stream.of("viewer", "activity", "answers", "delay_median", "delay_sigma"),
        features,
        chances);
  }

  private static String line(Subscriber subscriber) {
    var viewer = subscriber.viewer();
    var behaviour = Stream.of(
        subscriber.id(),
        decimal(subscriber.activity(), 6),
        decimal(subscriber.answers(), 2),
        decimal(subscriber.delayMillis(), 3),
        DELAY_SIGMA);
    var features = viewer.features().stream().map(value -> decimal(value, 2));
    var chances = viewer.chances().stream().map(value -> decimal(value, 3));
    return joined(behaviour, features, chances);
  }

  private static String joined(Stream<String> first, Stream<String> then, Stream<String> last) {
    return Stream.of(first, then, last)
        .flatMap(columns -> columns)
        .collect(Collectors.joining(","));
  }

  private static String decimal(long value, int places) {
    return BigDecimal.valueOf(value, places).toPlainString();
  }
}
