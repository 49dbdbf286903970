package dev.serin.benchmarks.gates;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param quick whether few replications must do
 * @param only the name of the one table to print
 * @param paths where to write the paths of the evidence
 */
record Options(boolean quick, long seed, int threads, Optional<String> only, Optional<Path> paths) {
  static final String USAGE =
      "arguments: [--quick] [--seed N] [--threads N] [--only TABLE] [--paths FILE.csv]";

  /** Reads the arguments; throws IllegalArgumentException for one that it does not know. */
  static Options of(String... arguments) {
    boolean quick = false;
    long seed = 1;
    int threads = Runtime.getRuntime().availableProcessors();
    var only = Optional.<String>empty();
    var paths = Optional.<Path>empty();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--quick" -> quick = true;
        case "--seed" -> seed = Long.parseLong(value(arguments, ++i));
        case "--threads" -> threads = Integer.parseInt(value(arguments, ++i));
        case "--only" -> only = Optional.of(value(arguments, ++i));
        case "--paths" -> paths = Optional.of(Path.of(value(arguments, ++i)));
        default -> throw new IllegalArgumentException(arguments[i] + " (expected: " + USAGE + ")");
      }
    }
    return new Options(quick, seed, threads, only, paths);
  }

  private static String value(String[] arguments, int index) {
    if (index == arguments.length) {
      throw new IllegalArgumentException(
          arguments[index - 1] + ": no value (expected: " + USAGE + ")");
    }
    return arguments[index];
  }
}
