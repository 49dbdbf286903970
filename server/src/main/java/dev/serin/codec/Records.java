package dev.serin.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.state.v1.Record;

/**
 * Records as JSON. Reads what every release wrote; writes the present format, and nothing that does
 * not read back as it was.
 *
 * <p>Thread-safe: immutable.
 */
public final class Records {
  /** The format that is written. */
  public static final int FORMAT = 1;

  private final String release;

  /** Writes in the name of a release, such as {@code 0.1.0}. */
  public Records(String release) {
    this.release = release;
  }

  /**
   * Returns an entry as one line of JSON.
   *
   * @throws IllegalArgumentException if it would not read back as it is
   */
  public byte[] write(Entry entry) {
    var record = Entries.encode(entry).setFormat(FORMAT).setSerin(release).build();
    var line = RecordJson.print(record).getBytes(UTF_8);
    // As it will be read: text that is no UTF-8 does not survive.
    var text = new String(line, UTF_8);
    Entry back;
    try {
      var read = RecordJson.parse(text);
      back = Entries.decode(read);
      if (!read.equals(record)) {
        throw new UnreadableException("other fields come back");
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("does not read back: " + text, e);
    }
    // Evidence has no equality of its own; its message was compared.
    if (!(entry instanceof Entry.Saved) && !back.equals(entry)) {
      throw new IllegalArgumentException("reads back as " + back + " (expected: " + entry + ")");
    }
    return line;
  }

  /**
   * Returns the entry of a line in the present format.
   *
   * @throws UnreadableException if a newer release wrote it, or it makes no sense to this one
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

  /** Whether a line has a format at all; those of the first releases have none. */
  public static boolean hasFormat(byte[] line) {
    return RecordJson.hasFormat(new String(line, UTF_8));
  }
}
