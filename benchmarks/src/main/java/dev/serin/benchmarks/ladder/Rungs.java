package dev.serin.benchmarks.ladder;

import dev.serin.benchmarks.ladder.peers.MlServer;
import dev.serin.benchmarks.ladder.peers.TorchServe;
import dev.serin.benchmarks.ladder.peers.Triton;
import dev.serin.benchmarks.ladder.servers.OwnRung;
import dev.serin.benchmarks.ladder.servers.Rung;
import dev.serin.benchmarks.ladder.servers.SerinRung;
import java.util.List;
import java.util.stream.Collectors;

/** All rungs, from the least that answers to the gateway and its peers. */
final class Rungs {
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
      SerinRung.EVENTS,
      new Triton("triton", 1),
      new Triton("triton-2", 2),
      new TorchServe("torchserve", 1),
      new TorchServe("torchserve-2", 2),
      new MlServer("mlserver", 0),
      new MlServer("mlserver-2", 2));

  private Rungs() {}

  /** Returns all rungs. */
  static List<Rung> all() {
    return ALL;
  }

  /** Returns the rungs of our own that a quick run measures. */
  static List<Rung> ours() {
    return OURS;
  }

  /**
   * Returns the rungs with these names, each a name or a name and a split; a name alone means its
   * first split.
   */
  static List<Rung> of(List<String> names) {
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
