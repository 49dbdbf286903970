package dev.serin.benchmarks.ladder.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a server.
 *
 * @param environment variables beside the ladder's own
 * @param folder the working folder; the server's output goes to the file {@code log} in it
 */
public record Command(List<String> words, Map<String, String> environment, Path folder) {
  /** Copies both. */
  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }
}
