package dev.serin.cli.console;

import java.nio.file.Path;

/** A path as messages show it: absolute and without detours. */
public final class WholePath {
  private WholePath() {}

  /** Returns the whole of a path. */
  public static Path of(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
