package dev.serin.events;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a CSV file in UTF-8 one by one, each with any number of fields; skips blank
 * lines. Confined to one thread.
 */
final class CsvRecords implements AutoCloseable {
  private final String file;
  private final String expected;
  private final CsvReader<CsvRecord> csv;
  private final Iterator<CsvRecord> records;
  private long line;

  /**
   * Reads from a stream, which {@link #close} closes.
   *
   * @param file the file's name for messages
   * @param expected for messages about an unreadable file
   * @param maxField the longest field, in characters; bounds the memory
   */
  CsvRecords(String file, String expected, int maxField, InputStream content) {
    this.file = file;
    this.expected = expected;
    this.csv = CsvReader.builder()
        .detectBomHeader(true)
        .allowUnclosedQuote(false)
        .maxBufferSize(maxField)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(content, StandardCharsets.UTF_8);
    this.records = csv.iterator();
  }

  /**
   * Returns the next record, or null after the last one.
   *
   * @throws EventFormatException if the rest of the file cannot be read, or is not CSV
   */
  @Nullable
  CsvRecord next() throws EventFormatException {
    try {
      if (!records.hasNext()) {
        return null;
      }
      var next = records.next();
      line = next.getStartingLineNumber();
      return next;
    } catch (UncheckedIOException | CsvParseException e) {
      throw EventFormatException.unreadable(file, line + 1, expected, e);
    }
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
