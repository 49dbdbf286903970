package dev.serin.cli.console;

import java.nio.file.Path;

/** The folder that Serin runs from, which holds the sample models and rows. */
public final class Home {
  private Home() {}

  /**
   * Returns the folder in the system property {@code serin.home}, which the launcher sets, else
   * {@code .}.
   */
  public static Path folder() {
    return Path.of(System.getProperty("serin.home", "."));
  }
}
