package dev.serin.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.state.v1.Record;

/**
 * Reads and writes records as JSON. Reads the records of every release; writes the current format,
 * and refuses a record that does not read back unchanged.
 *
 * <p>Thread-safe: immutable.
 */
public final class Records {
  /** The format of written records. */
  public static final int FORMAT = 1;

  private final String release;

  /** Returns records whose writer is a release, such as {@code 0.1.0}. */
  public Records(String release) {
    this.release = release;
  }

  /**
   * Returns an entry as one line of JSON.
   *
   * @throws IllegalArgumentException if it would not read back unchanged
   */
  public byte[] write(Entry entry) {
    var record = Entries.encode(entry).setFormat(FORMAT).setSerin(release).build();
    var line = RecordJson.print(record).getBytes(UTF_8);
    // From bytes, as it will be read: text that is not valid Unicode does not survive.
    var text = new String(line, UTF_8);
    Entry back;
    try {
      var read = RecordJson.parse(text);
      back = Entries.decode(read);
      if (!read.equals(record)) {
        throw new UnreadableException("fields differ when read back");
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("does not read back: " + text, e);
    }
    // Evidence does not define equality; its message was compared.
    if (!(entry instanceof Entry.Saved) && !back.equals(entry)) {
      throw new IllegalArgumentException("reads back as " + back + " (expected: " + entry + ")");
    }
    return line;
  }

  /**
   * Returns the entry of a line in the current format.
   *
   * @throws UnreadableException if a newer release wrote it, or this one cannot read it
   */
  public Entry read(byte[] line) {
    var text = new String(line, UTF_8);
    Record record = RecordJson.parse(text);
    try {
      return Entries.decode(record);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(e.getMessage() + "; written by Serin " + record.getSerin(), e);
    }
  }

  /** Whether a line names its format; those of the first releases do not. */
  public static boolean hasFormat(byte[] line) {
    return RecordJson.hasFormat(new String(line, UTF_8));
  }
}
