package dev.serin.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process holds. */
final class Resident {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Resident() {}

  /**
   * The memory as Linux tells it, such as {@code 123456 kB}; elsewhere a word that it is unknown.
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
