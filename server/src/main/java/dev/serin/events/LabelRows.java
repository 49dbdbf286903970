package dev.serin.events;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file of labels row by row, in memory bounded by its longest row. What the columns
 * mean is for the caller to know. Confined to one thread.
 */
public final class LabelRows implements AutoCloseable {
  /** The longest field, in characters: no label or id is nearly as long. */
  private static final int MAX_FIELD = 1 << 16;

  private static final String WHOLE = "a whole CSV file in UTF-8";

  private final CsvRecords records;

  private LabelRows(CsvRecords records) {
    this.records = records;
  }

  /**
   * One row: its fields, as many as it has.
   *
   * @param line where it begins in the file, from 1
   */
  public record Row(long line, List<String> fields) {
    public Row {
      fields = List.copyOf(fields);
    }
  }

  /**
   * Returns the rows of a stream, its header included. Closing them closes the stream.
   *
   * @param file what messages call the file
   */
  public static LabelRows of(String file, InputStream content) {
    return new LabelRows(new CsvRecords(file, WHOLE, MAX_FIELD, content));
  }

  /**
   * Returns the next row, or null after the last one; lines without text are passed over.
   *
   * @throws EventFormatException if the file cannot be read on, or is no CSV from here on
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
