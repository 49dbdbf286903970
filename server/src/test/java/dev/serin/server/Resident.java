package dev.serin.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of this process. */
final class Resident {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Resident() {}

  /**
   * Returns the memory that Linux reports, such as {@code 123456 kB}; elsewhere that it is unknown.
   */
  static String memory() throws IOException {
    if (!Files.exists(STATUS)) {
      return "unknown";
    }
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.substring("VmRSS:".length()).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
