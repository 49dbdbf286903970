package dev.serin.events;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a file of calls or labels cannot be read or is not as expected; the message says
 * where, what was read and what was expected, as in {@code events.csv:17: role: canry (expected:
 * stable or canary)}.
 */
public final class EventFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The longest value in a message; values in a file may have any length. */
  private static final int MAX_LENGTH = 100;

  private EventFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Returns the exception for a value in a line, from 1; 0 for the file as a whole. */
  static EventFormatException at(
      String file, long line, String name, String value, String expected) {
    return of(file, line, name + ": " + clean(value), expected, null);
  }

  /** Returns the exception for a failed read. */
  static EventFormatException unreadable(
      String file, long line, String expected, Exception failure) {
    return of(file, line, "file: " + clean(reason(failure)), expected, failure);
  }

  private static EventFormatException of(
      String file, long line, String problem, String expected, @Nullable Throwable cause) {
    var place = line == 0 ? file : file + ":" + line;
    return new EventFormatException(
        place + ": " + problem + " (expected: " + expected + ")", cause);
  }

  private static String reason(Exception failure) {
    var cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** Returns a value as a part of one line: cut, without control characters, never empty. */
  public static String clean(String value) {
    int end = Math.min(value.length(), MAX_LENGTH);
    var line = value.substring(0, end).replaceAll("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]", "?");
    return value.isEmpty() ? "nothing" : end < value.length() ? line + "..." : line;
  }
}
