package dev.serin.config.yaml;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** The result of reading a configuration file: settings, or all of its problems. */
public sealed interface ParsedConfig<T> {

  /** A file without a mistake. */
  record Valid<T>(T config) implements ParsedConfig<T> {
    public Valid {
      requireNonNull(config, "config");
    }
  }

  /** A file with at least one mistake; all of them in the order of the text. */
  record Invalid<T>(List<Problem> problems) implements ParsedConfig<T> {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
