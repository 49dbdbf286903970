package dev.serin.benchmarks.ladder.servers;

import java.util.List;
import java.util.stream.Collectors;

/** All rungs, from the least that answers to the gateway and its peers. */
public final class Rungs {
  private static final List<Rung> OURS = List.of(
      OwnRung.ECHO,
      OwnRung.INLINE,
      OwnRung.NAIVE,
      OwnRung.BATCHED,
      SerinRung.WHOLE,
      SerinRung.CANARY,
      SerinRung.HALVES);
  private static final List<Rung> ALL = List.of(
      OwnRung.ECHO,
      OwnRung.INLINE,
      OwnRung.NAIVE,
      OwnRung.BATCHED,
      SerinRung.WHOLE,
      SerinRung.CANARY,
      SerinRung.HALVES,
      SerinRung.NO_QUALITY,
      SerinRung.DRY_RUNS,
      SerinRung.EVENTS);

  private Rungs() {}

  /** Returns all rungs. */
  public static List<Rung> all() {
    return ALL;
  }

  /** Returns the rungs of our own that a quick run measures. */
  public static List<Rung> ours() {
    return OURS;
  }

  /**
   * Returns the rungs with these names, each a name or a name and a split; a name alone means its
   * first split.
   */
  public static List<Rung> of(List<String> names) {
    return names.stream().map(Rungs::of).toList();
  }

  private static Rung of(String name) {
    return ALL.stream()
        .filter(rung -> rung.id().equals(name) || rung.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("rung: " + name + " (expected: one of "
            + ALL.stream().map(Rung::id).collect(Collectors.joining(", ")) + ")"));
  }
}
