package dev.serin.cli;

import java.nio.file.Path;

/** The folder that Serin runs from, which holds the sample models and rows. */
final class Home {
  private Home() {}

  /** Returns what the launcher says, in the system property {@code serin.home}, else {@code .}. */
  static Path folder() {
    return Path.of(System.getProperty("serin.home", "."));
  }
}
