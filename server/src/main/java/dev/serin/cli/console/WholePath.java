package dev.serin.cli.console;

import java.nio.file.Path;

/** The absolute, normalized path, as messages show it. */
public final class WholePath {
  private WholePath() {}

  /** Returns the absolute, normalized path. */
  public static Path of(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
