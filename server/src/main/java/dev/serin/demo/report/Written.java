package dev.serin.demo.report;

import java.nio.file.Path;
import java.util.List;

/**
 * The result of writing a report.
 *
 * @param files that were written
 * @param missing files that could not be written and why, one sentence each
 */
public record Written(List<Path> files, List<String> missing) {
  /** Copies the lists. */
  public Written {
    files = List.copyOf(files);
    missing = List.copyOf(missing);
  }
}
