package dev.serin.events;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of calls and labels, compressed with gzip or not, row by row in order of time.
 *
 * <p>Any unexpected value ends the reading, as wrong rows would give a wrong verdict. Confined to
 * one thread.
 */
public final class EventReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  /** The longest field, in characters. */
  private static final int MAX_FIELD = 1 << 24;

  private static final int GZIP_MAGIC = 0x1f8b;
  private static final String WHOLE = "a complete CSV file in UTF-8, compressed with gzip or not";

  private final String file;
  private final CsvRecords records;
  private RowReader rows;
  private long line;
  private long lastMillis;

  private EventReader(String file, InputStream content) {
    this.file = file;
    this.rows = new RowReader(file, Column.HEADER);
    this.records = new CsvRecords(file, WHOLE, MAX_FIELD, content);
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws EventFormatException if it cannot be read or has another header
   */
  public static EventReader open(Path file) throws IOException {
    var content = content(file);
    try {
      var reader = new EventReader(file.toString(), content);
      reader.readHeader();
      return reader;
    } catch (IOException | RuntimeException e) {
      content.close();
      throw e;
    }
  }

  /** Whether the file has the column of abandoned calls; those of former releases do not. */
  public boolean tellsAbandoned() {
    return rows.tellsAbandoned();
  }

  /**
   * Returns the next row, or null after the last one.
   *
   * @throws EventFormatException if it is not as expected or earlier than the row before it
   */
  public @Nullable Event next() throws IOException {
    var row = record();
    if (row == null) {
      return null;
    }
    var event = rows.read(row);
    if (event.timeMillis() < lastMillis) {
      throw EventFormatException.at(
          file,
          line,
          Column.TIME_MS.toString(),
          Long.toString(event.timeMillis()),
          "at least " + lastMillis + ", as rows are in order of time");
    }
    lastMillis = event.timeMillis();
    return event;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  private void readHeader() throws EventFormatException {
    var header = record();
    if (header != null && Column.HEADERS.contains(header.getFields())) {
      rows = new RowReader(file, header.getFields());
    } else {
      throw EventFormatException.at(
          file,
          header == null ? 1 : line,
          "header",
          header == null ? "" : String.join(",", header.getFields()),
          String.join(",", Column.HEADER));
    }
  }

  private @Nullable CsvRecord record() throws EventFormatException {
    var next = records.next();
    if (next != null) {
      line = next.getStartingLineNumber();
    }
    return next;
  }

  private static InputStream content(Path file) throws EventFormatException {
    try {
      return decompressed(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
    } catch (NoSuchFileException e) {
      throw EventFormatException.at(file.toString(), 0, "file", "missing", "a readable file");
    } catch (IOException e) {
      throw EventFormatException.unreadable(file.toString(), 0, "a readable file", e);
    }
  }

  /** Returns the content of a file, decompressed regardless of its name. */
  private static InputStream decompressed(BufferedInputStream file) throws IOException {
    try {
      file.mark(2);
      int magic = (file.read() << Byte.SIZE) | file.read();
      file.reset();
      return magic == GZIP_MAGIC ? new GZIPInputStream(file, BUFFER_BYTES) : file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }
}
