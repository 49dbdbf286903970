package dev.serin.access;

/**
 * A caller as its listener identified it, independent of the name that the caller claims.
 *
 * @param name for display
 */
public record Principal(String name) {
  /** The caller of a listener that asks for no credential. */
  public static final Principal ANONYMOUS = new Principal("anonymous");
}
