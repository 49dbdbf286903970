package dev.serin.codec;

import java.util.Optional;

/** The name of the running release. */
public final class Release {
  private Release() {}

  /** Returns the version of the jar, or {@code development} outside of one. */
  public static String name() {
    return Optional.ofNullable(Release.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
