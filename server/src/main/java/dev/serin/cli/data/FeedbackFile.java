package dev.serin.cli.data;

import dev.serin.cli.console.VerbException;
import dev.serin.client.SerinClient;
import dev.serin.events.EventFormatException;
import dev.serin.events.LabelRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of labels that is sent in batches, one stream each: its size is not bounded, the memory
 * for it is. Confined to one thread.
 */
final class FeedbackFile implements AutoCloseable {
  /** How many lines are read before the results of those before them are printed. */
  private static final int BATCH = 1_000;

  /** How long a batch may take: a gateway that takes a thousand labels in no minute hangs. */
  static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final LabelRows rows;
  private final FeedbackColumns columns;
  private @Nullable EventFormatException unreadable;

  private FeedbackFile(LabelRows rows, FeedbackColumns columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Opens a file and reads its header; whatever is wrong so far is a wrong usage.
   *
   * @param name a path, or {@code -} for standard input
   */
  static FeedbackFile open(String name, InputStream in) throws IOException {
    boolean standard = name.equals("-");
    var file = standard ? "standard input" : name;
    var rows = LabelRows.of(file, standard ? in : content(name));
    try {
      var header = rows.next();
      return new FeedbackFile(
          rows, FeedbackColumns.of(header == null ? List.of() : header.fields()));
    } catch (EventFormatException e) {
      rows.close();
      throw VerbException.usage(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      rows.close();
      throw VerbException.usage(file + ": " + e.getMessage());
    }
  }

  /** Sends all lines, and reports the result of each in their order. Returns how many there are. */
  long send(SerinClient client, FeedbackReport report) {
    long sent = 0;
    for (var batch = batch(); !batch.isEmpty(); batch = batch()) {
      send(client, batch, report);
      sent += batch.size();
    }
    return sent;
  }

  /** Lines that cannot be understood are reported when it is their turn. */
  private static void send(SerinClient client, List<FeedbackLine> lines, FeedbackReport report) {
    var untold = new ArrayDeque<>(lines);
    report.refused(untold);
    client.submitAll(
        lines.stream().flatMap(line -> line.feedback().stream()).iterator(), result -> {
          report.answered(untold.remove(), result);
          report.refused(untold);
        });
  }

  /** Lines before a place that cannot be read are sent; the next batch fails then. */
  private List<FeedbackLine> batch() {
    var batch = new ArrayList<FeedbackLine>();
    try {
      for (var row = next(); row != null; row = next()) {
        batch.add(columns.read(row));
        if (batch.size() == BATCH) {
          break;
        }
      }
    } catch (EventFormatException e) {
      if (batch.isEmpty()) {
        throw VerbException.refused(String.valueOf(e.getMessage()));
      }
      unreadable = e;
    }
    return batch;
  }

  private LabelRows.@Nullable Row next() throws EventFormatException {
    if (unreadable != null) {
      throw unreadable;
    }
    return rows.next();
  }

  private static InputStream content(String name) {
    try {
      return Files.newInputStream(Path.of(name));
    } catch (NoSuchFileException e) {
      throw VerbException.usage("--file: " + name + " (expected: a file, or -)");
    } catch (IOException | InvalidPathException e) {
      throw VerbException.usage("--file: " + name + ": cannot be read: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
