package dev.serin.events;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** Formats events as rows of a file. Confined to one thread. */
final class RowWriter {
  private static final long MICROS = 1_000;

  private final StringWriter text = new StringWriter();
  private final CsvWriter csv =
      CsvWriter.builder().lineDelimiter(LineDelimiter.LF).bufferSize(0).build(text);

  /** The first line of a file. */
  byte[] header() {
    csv.writeRecord(Column.HEADER);
    return taken();
  }

  /** The line of an event, its latency to the microsecond. */
  byte[] row(Event event) {
    boolean labelled = event.loss().isPresent();
    csv.writeRecord(
        Long.toString(event.timeMillis()),
        event.user(),
        event.canary() ? "canary" : "stable",
        event.share().toString(),
        millis(event.latencyMillis()),
        event.error() ? "1" : "0",
        labelled ? loss(event.loss().getAsDouble()) : "",
        labelled ? Long.toString(event.labelDelayMillis()) : "",
        event.abandoned() ? "1" : "0",
        Integer.toString(event.together()));
    return taken();
  }

  private byte[] taken() {
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    text.getBuffer().setLength(0);
    return bytes;
  }

  private static String millis(double latencyMillis) {
    long micros = Math.round(latencyMillis * MICROS);
    return micros / MICROS + "." + Long.toString(MICROS + micros % MICROS).substring(1);
  }

  /** Formats a loss; those of accuracy are 0 and 1. */
  private static String loss(double loss) {
    return loss == 0 ? "0" : loss == 1 ? "1" : Double.toString(loss);
  }
}
