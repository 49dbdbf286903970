package dev.serin.access;

import static java.util.Objects.requireNonNull;

/**
 * The author of a change, who may claim any name.
 *
 * @param name as claimed; the history shows it
 * @param principal as the listener identified it
 */
public record Author(String name, Principal principal) {
  /** The gateway itself. */
  public static final Author GATEWAY = of("serin");

  public Author {
    requireNonNull(name, "name");
    requireNonNull(principal, "principal");
  }

  /** Returns an author with only a name, who is anonymous. */
  public static Author of(String name) {
    return new Author(name, Principal.ANONYMOUS);
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
