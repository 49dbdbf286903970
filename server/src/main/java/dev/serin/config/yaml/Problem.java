package dev.serin.config.yaml;

/**
 * One mistake in a configuration file.
 *
 * @param file the file as it was named to us
 * @param line from 1; 0 for a file that could not be read at all
 * @param column from 1, counted in characters; 0 as the line
 * @param message of the form {@code name: value (expected: ...)}
 */
public record Problem(String file, int line, int column, String message) {

  /** The problem as in {@code serin.yaml:7:12: split: 0.9 (expected: exactly 1)}. */
  @Override
  public String toString() {
    return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
  }
}
