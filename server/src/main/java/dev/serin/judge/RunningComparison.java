package dev.serin.judge;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.Call;
import dev.serin.gate.Comparison;
import dev.serin.gate.Evidence;
import dev.serin.gate.Judgement;
import dev.serin.gate.ShadowLabel;
import dev.serin.gate.Shadowed;
import dev.serin.gate.Step;
import dev.serin.gate.Terms;
import dev.serin.gate.Trial;
import dev.serin.gate.Trial.Phase;
import dev.serin.gate.TrialReport;
import dev.serin.judge.Sharing.Pair;
import dev.serin.model.Role;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A comparison of two versions that is running. Guarded as {@link ModelJudge}. */
final class RunningComparison {

  final Pair pair;
  final Comparison comparison;
  private final NavigableMap<Long, Integer> steps = new TreeMap<>();
  /** The last step of the split; null before the first. */
  private @Nullable Step step;

  private Phase phase = Phase.SPLIT;
  /** With which the watch began. */
  private long watchRevision;

  private RunningComparison(Pair pair, Terms terms, Evidence evidence) {
    this.pair = pair;
    this.comparison = new Comparison(terms.gates(), terms.losses(), evidence);
    evidence.steps().forEach(this::know);
  }

  /** Begins to compare. */
  static RunningComparison start(Pair pair, Terms terms, Sharing sharing) {
    var evidence = sharing.phase() == Phase.SHADOW
        ? Evidence.ofShadow(sharing.revision(), sharing.millis())
        : new Evidence();
    return new RunningComparison(pair, terms, evidence);
  }

  /** Continues from evidence that was collected on the same terms. */
  static RunningComparison resume(Pair pair, Terms terms, Evidence evidence) {
    return new RunningComparison(pair, terms, evidence);
  }

  /** Begins another step or phase, if the sharing is another one for these two. */
  void share(Sharing sharing, Baseline baseline) {
    phase = sharing.phase();
    if (phase == Phase.WATCH) {
      watch(sharing);
    } else if (phase == Phase.SPLIT) {
      split(sharing, baseline);
    }
  }

  /** Adds a call as it is seen now. */
  void call(RecordedCall recorded, Call seen) {
    int number = stepOf(recorded.version, recorded.revision);
    if (number > 0) {
      comparison.call(number, seen.as(role(recorded.version)));
    } else if (isWatched(recorded)) {
      comparison.watched(seen.as(Role.CANARY));
    }
  }

  /** Adds whether the caller of a pending call waited. */
  void settled(RecordedCall recorded, Call seen, long nowMillis) {
    int number = stepOf(recorded.version, recorded.revision);
    if (number > 0) {
      comparison.settled(number, seen.as(role(recorded.version)), nowMillis);
    }
  }

  /** Adds the end of a pending call. */
  void ended(RecordedCall recorded, Call seen, long nowMillis) {
    int number = stepOf(recorded.version, recorded.revision);
    if (number > 0) {
      comparison.ended(number, seen.as(role(recorded.version)), nowMillis);
    } else if (isWatched(recorded)) {
      comparison.watchedEnded(seen.as(Role.CANARY), nowMillis);
    }
  }

  /** Adds a copy of a call; when users have the canary, no copies count any more. */
  void add(Shadowed copy) {
    if (phase == Phase.SHADOW) {
      comparison.add(copy);
    }
  }

  /** Adds a label about a call and its copy, which may come when users have the canary. */
  void add(ShadowLabel label) {
    if (phase != Phase.WATCH) {
      comparison.add(label);
    }
  }

  /** Adds the label of a prediction. */
  void label(Message.Labelled message) {
    int number = stepOf(message.version(), message.revision());
    if (number > 0) {
      comparison.label(number, message.label().as(role(message.version())));
    }
  }

  /** Returns how the two compare; empty if they share no users. */
  Optional<ComparisonReport> report(long millis) {
    if (phase != Phase.SPLIT) {
      return Optional.empty();
    }
    long start = comparison.evidence().steps().get(0).startMillis();
    return Optional.of(new ComparisonReport(
        pair.stable(), pair.canary(), requireNonNull(step), start, judge(millis)));
  }

  /** Returns how the canary does in the trial in force; empty if its phase has not begun. */
  Optional<TrialReport> report(Trial trial, long millis) {
    return comparison.report(trial, millis);
  }

  /** Returns the verdicts of the phase in force. */
  Judgement judge(long millis) {
    return comparison.judge(phase, millis);
  }

  void acknowledge(long millis) {
    comparison.acknowledge(phase, millis);
  }

  boolean isCanary(long version) {
    return version == pair.canary();
  }

  private Role role(long version) {
    return isCanary(version) ? Role.CANARY : Role.STABLE;
  }

  /** The step in which a revision gave users to a version; 0 if that is not compared now. */
  private int stepOf(long version, long revision) {
    if (step == null || phase != Phase.SPLIT || (version != pair.stable() && !isCanary(version))) {
      return 0;
    }
    if (revision >= step.revision()) {
      return step.number();
    }
    var entry = steps.floorEntry(revision);
    return entry == null ? 0 : entry.getValue();
  }

  private void split(Sharing sharing, Baseline baseline) {
    if (step == null) {
      baseline.tell(comparison);
      begin(1, sharing);
    } else if (sharing.share(pair).compareTo(step.share()) != 0) {
      begin(step.number() + 1, sharing);
    }
  }

  private boolean isWatched(RecordedCall call) {
    return phase == Phase.WATCH && isCanary(call.version) && call.revision >= watchRevision;
  }

  private void watch(Sharing sharing) {
    watchRevision = comparison.watch(
        sharing.revision(),
        sharing.millis(),
        sharing.trial().map(Trial::averageRunLength).orElseGet(OptionalDouble::empty));
  }

  private void begin(int number, Sharing sharing) {
    var next = new Step(number, sharing.revision(), sharing.millis(), sharing.share(pair));
    know(next);
    comparison.begin(next, sharing.alone(pair));
  }

  private void know(Step next) {
    step = next;
    steps.put(next.revision(), next.number());
  }
}
