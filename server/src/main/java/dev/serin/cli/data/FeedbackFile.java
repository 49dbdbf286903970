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
 * A file of labels, sent in batches of one stream each: the file may have any size, its memory is
 * bounded. Confined to one thread.
 */
final class FeedbackFile implements AutoCloseable {
  /** The lines in a batch; the next batch is read once all its results are printed. */
  private static final int BATCH = 1_000;

  /**
   * How long a batch may take: a gateway that needs more than a minute for a thousand labels hangs.
   */
  static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final LabelRows rows;
  private final FeedbackColumns columns;
  private @Nullable EventFormatException unreadable;

  private FeedbackFile(LabelRows rows, FeedbackColumns columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Opens a file and reads its header; any failure is a usage error.
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

  /** Sends all lines, reports their results in order, and returns the number of lines. */
  long send(SerinClient client, FeedbackReport report) {
    long sent = 0;
    for (var batch = batch(); !batch.isEmpty(); batch = batch()) {
      send(client, batch, report);
      sent += batch.size();
    }
    return sent;
  }

  /** Invalid lines are not sent, and are reported in their place. */
  private static void send(SerinClient client, List<FeedbackLine> lines, FeedbackReport report) {
    var pending = new ArrayDeque<>(lines);
    report.refused(pending);
    client.submitAll(
        lines.stream().flatMap(line -> line.feedback().stream()).iterator(), result -> {
          report.answered(pending.remove(), result);
          report.refused(pending);
        });
  }

  /** Lines before an unreadable place are sent; the next batch then fails. */
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
