package dev.serin.demo.report;

import java.nio.file.Path;
import java.util.List;

/**
 * What became of a report.
 *
 * @param files those that are there now
 * @param missing what could not be made and why, one sentence each
 */
public record Written(List<Path> files, List<String> missing) {
  /** Copies the lists. */
  public Written {
    files = List.copyOf(files);
    missing = List.copyOf(missing);
  }
}
