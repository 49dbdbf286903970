package dev.serin.access;

/**
 * A caller as its listener identified it, whatever name the caller claims.
 *
 * @param name as people know it
 */
public record Principal(String name) {
  /** Whoever reaches a listener that asks for no credential. */
  public static final Principal ANONYMOUS = new Principal("anonymous");
}
