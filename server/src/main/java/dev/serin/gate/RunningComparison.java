package dev.serin.gate;

import dev.serin.gate.Sharing.Pair;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The comparison of two versions that share users now. Guarded as {@link ModelJudge}. */
final class RunningComparison {
  private static final String TERMS = "terms";

  final Pair pair;
  final Comparison comparison;
  private final NavigableMap<Long, Integer> steps = new TreeMap<>();
  private Step step;

  private RunningComparison(Pair pair, Comparison comparison, Step step) {
    this.pair = pair;
    this.comparison = comparison;
    this.step = step;
    steps.put(step.revision(), step.number());
  }

  /** Begins to compare. */
  static RunningComparison start(Pair pair, Terms terms, Sharing sharing, Baseline baseline) {
    var evidence = new Evidence();
    evidence.mark(TERMS, terms.fingerprint());
    var comparison = new Comparison(terms.gates(), terms.binary(), evidence);
    baseline.tell(comparison);
    var step = new Step(1, sharing.revision(), sharing.millis(), sharing.share(pair));
    comparison.begin(step, sharing.alone(pair));
    return new RunningComparison(pair, comparison, step);
  }

  /** Goes on from evidence of before; empty if it was found on other terms. */
  static Optional<RunningComparison> resume(Pair pair, Terms terms, Evidence evidence) {
    var steps = evidence.steps();
    if (steps.isEmpty() || evidence.marked(TERMS).orElse(0) != terms.fingerprint()) {
      return Optional.empty();
    }
    var comparison = new Comparison(terms.gates(), terms.binary(), evidence);
    var running = new RunningComparison(pair, comparison, steps.get(0));
    steps.forEach(running::know);
    return Optional.of(running);
  }

  /** Begins another step, if the sharing is another one for these two. */
  void share(Sharing sharing) {
    if (sharing.share(pair).compareTo(step.share()) != 0) {
      know(new Step(step.number() + 1, sharing.revision(), sharing.millis(), sharing.share(pair)));
      comparison.begin(step, sharing.alone(pair));
    }
  }

  void call(RecordedCall call, long nowNanos) {
    int number = stepOf(call.version, call.revision);
    if (number > 0) {
      comparison.call(number, call.call(isCanary(call.version), nowNanos));
    }
  }

  void ended(RecordedCall call, long nowMillis) {
    int number = stepOf(call.version, call.revision);
    if (number > 0) {
      comparison.ended(number, call.call(isCanary(call.version), 0), nowMillis);
    }
  }

  void label(LabelMessage label) {
    int number = stepOf(label.version(), label.revision());
    if (number > 0) {
      comparison.label(number, label.label(isCanary(label.version())));
    }
  }

  ComparisonReport report(long millis) {
    long start = comparison.evidence().steps().get(0).startMillis();
    return new ComparisonReport(
        pair.stable(), pair.canary(), step, start, comparison.judge(millis));
  }

  private boolean isCanary(long version) {
    return version == pair.canary();
  }

  /** The step in which a revision gave users to a version; 0 if that is not compared. */
  private int stepOf(long version, long revision) {
    if (version != pair.stable() && !isCanary(version)) {
      return 0;
    }
    if (revision >= step.revision()) {
      return step.number();
    }
    var entry = steps.floorEntry(revision);
    return entry == null ? 0 : entry.getValue();
  }

  private void know(Step next) {
    step = next;
    steps.put(next.revision(), next.number());
  }
}
