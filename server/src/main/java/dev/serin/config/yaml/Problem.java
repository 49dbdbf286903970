package dev.serin.config.yaml;

/**
 * One mistake in a configuration file.
 *
 * @param file the file as the user named it
 * @param line from 1; 0 for an unreadable file
 * @param column from 1, counted in characters; 0 if the line is
 * @param message of the form {@code name: value (expected: ...)}
 */
public record Problem(String file, int line, int column, String message) {

  /** The problem as in {@code serin.yaml:7:12: split: 0.9 (expected: exactly 1)}. */
  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
  }
}
