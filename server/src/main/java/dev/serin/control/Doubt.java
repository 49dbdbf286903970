package dev.serin.control;

import java.util.Set;

/**
 * What a repair of the store may have removed.
 *
 * @param models those of which a record may be missing behind their last revision
 * @param forgotten whether models without any revision may have had some
 */
public record Doubt(Set<String> models, boolean forgotten) {
  /** Nothing is missing. */
  public static final Doubt NONE = new Doubt(Set.of(), false);

  public Doubt {
    models = Set.copyOf(models);
  }
}
