package dev.serin.events;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.serin.split.Share;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Turns the rows of one file into events. Confined to one thread. */
final class RowReader {
  /** The number of cached texts of shares; a rollout has a handful. */
  private static final int REMEMBERED_SHARES = 1_000;

  /** The most digits of a whole number. */
  private static final int DIGITS = 18;

  private static final char REPLACEMENT = '\ufffd';

  private final String file;
  private final List<String> header;
  private final Map<String, Share> shares = new HashMap<>();

  RowReader(String file, List<String> header) {
    this.file = file;
    this.header = header;
  }

  /** Whether rows have the column of abandoned calls. */
  boolean tellsAbandoned() {
    return header.size() > Column.ABANDONED.index();
  }

  /** Returns the event of a row, which may have any number of columns. */
  Event read(CsvRecord row) throws EventFormatException {
    if (row.getFieldCount() != header.size()) {
      throw EventFormatException.at(
          file,
          row.getStartingLineNumber(),
          "row",
          row.getFieldCount() == 1 ? "1 column" : row.getFieldCount() + " columns",
          header.size() + ": " + String.join(",", header));
    }
    boolean error = choice(row, Column.ERROR, "0", "1");
    var loss = loss(row, error);
    return new Event(
        whole(row, Column.TIME_MS, "a whole number of milliseconds since 1970"),
        user(row),
        choice(row, Column.ROLE, "stable", "canary"),
        share(row),
        number(row, Column.LATENCY_MS, Double.MAX_VALUE, "a number of milliseconds from 0"),
        error,
        loss,
        labelDelay(row, loss.isPresent()),
        tellsAbandoned() && choice(row, Column.ABANDONED, "0", "1"),
        together(row));
  }

  private int together(CsvRecord row) throws EventFormatException {
    if (header.size() <= Column.TOGETHER.index()) {
      return 1;
    }
    var expected = "a whole number of calls from 1 to " + Integer.MAX_VALUE;
    long calls = whole(row, Column.TOGETHER, expected);
    if (calls < 1 || calls > Integer.MAX_VALUE) {
      throw refused(row, Column.TOGETHER, expected);
    }
    return (int) calls;
  }

  private String user(CsvRecord row) throws EventFormatException {
    var user = text(row, Column.USER);
    if (user.indexOf(REPLACEMENT) >= 0) {
      // Users that differ only in replaced characters would become one.
      throw refused(row, Column.USER, "UTF-8 text without replacement characters");
    }
    return user;
  }

  private Share share(CsvRecord row) throws EventFormatException {
    var text = text(row, Column.SHARE);
    var known = shares.get(text);
    if (known != null) {
      return known;
    }
    try {
      var share = Share.parse(text);
      if (shares.size() < REMEMBERED_SHARES) {
        shares.put(text, share);
      }
      return share;
    } catch (IllegalArgumentException e) {
      throw refused(
          row,
          Column.SHARE,
          "a decimal from 0 to 1 such as 0.05, with at most 18 digits after the point");
    }
  }

  private OptionalDouble loss(CsvRecord row, boolean error) throws EventFormatException {
    if (text(row, Column.LOSS).isEmpty()) {
      return OptionalDouble.empty();
    }
    if (error) {
      throw refused(row, Column.LOSS, "nothing, as a row with error 1 has no label");
    }
    return OptionalDouble.of(number(row, Column.LOSS, 1, "nothing or a number from 0 to 1"));
  }

  private long labelDelay(CsvRecord row, boolean labelled) throws EventFormatException {
    if (labelled) {
      return whole(
          row, Column.LABEL_DELAY_MS, "a whole number of milliseconds, as the row has a loss");
    }
    if (!text(row, Column.LABEL_DELAY_MS).isEmpty()) {
      throw refused(row, Column.LABEL_DELAY_MS, "nothing, as the row has no loss");
    }
    return 0;
  }

  /** Whether a value is the second of two texts. */
  private boolean choice(CsvRecord row, Column column, String no, String yes)
      throws EventFormatException {
    var text = text(row, column);
    if (text.equals(yes)) {
      return true;
    }
    if (text.equals(no)) {
      return false;
    }
    throw refused(row, column, no + " or " + yes);
  }

  private long whole(CsvRecord row, Column column, String expected) throws EventFormatException {
    var text = text(row, column);
    if (text.isEmpty() || text.length() > DIGITS) {
      throw refused(row, column, expected);
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw refused(row, column, expected);
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /** Returns a number from 0, with or without an exponent. */
  private double number(CsvRecord row, Column column, double high, String expected)
      throws EventFormatException {
    var value = parse(text(row, column));
    if (value == null || value > high) {
      throw refused(row, column, expected);
    }
    return value;
  }

  /** Refuses numbers that only Java accepts, such as {@code 0x1p3} or {@code 1d}. */
  private static @Nullable Double parse(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && (i == 0 || "+-.eE".indexOf(c) < 0)) {
        return null;
      }
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private EventFormatException refused(CsvRecord row, Column column, String expected) {
    return EventFormatException.at(
        file, row.getStartingLineNumber(), column.toString(), text(row, column), expected);
  }

  private static String text(CsvRecord row, Column column) {
    return row.getField(column.index());
  }
}
