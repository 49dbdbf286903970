package dev.serin.events;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file of labels row by row, in memory bounded by its longest row. The caller
 * interprets the columns. Confined to one thread.
 */
public final class LabelRows implements AutoCloseable {
  /** The longest field, in characters; labels and ids are much shorter. */
  private static final int MAX_FIELD = 1 << 16;

  private static final String WHOLE = "a complete CSV file in UTF-8";

  private final CsvRecords records;

  private LabelRows(CsvRecords records) {
    this.records = records;
  }

  /**
   * One row with any number of fields.
   *
   * @param line where it starts in the file, from 1
   */
  public record Row(long line, List<String> fields) {
    public Row {
      fields = List.copyOf(fields);
    }
  }

  /**
   * Returns the rows of a stream, its header included. Closing them closes the stream.
   *
   * @param file the file's name for messages
   */
  public static LabelRows of(String file, InputStream content) {
    return new LabelRows(new CsvRecords(file, WHOLE, MAX_FIELD, content));
  }

  /**
   * Returns the next row, or null after the last one; skips blank lines.
   *
   * @throws EventFormatException if the rest of the file cannot be read, or is not CSV
   */
  public @Nullable Row next() throws EventFormatException {
    var next = records.next();
    return next == null ? null : new Row(next.getStartingLineNumber(), next.getFields());
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
