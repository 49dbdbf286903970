package dev.serin.access;

import static java.util.Objects.requireNonNull;

/**
 * The author of a change, who may have claimed any name.
 *
 * @param name as claimed; the history shows it
 * @param principal who it was
 */
public record Author(String name, Principal principal) {
  /** The gateway, which makes changes of its own. */
  public static final Author GATEWAY = of("serin");

  /** Checks that the parts are there. */
  public Author {
    requireNonNull(name, "name");
    requireNonNull(principal, "principal");
  }

  /** Returns an author of whom only the name is known. */
  public static Author of(String name) {
    return new Author(name, Principal.ANONYMOUS);
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
