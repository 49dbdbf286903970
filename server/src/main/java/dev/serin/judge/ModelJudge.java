package dev.serin.judge;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Comparison;
import dev.serin.gate.Evidence;
import dev.serin.gate.GateText;
import dev.serin.gate.Label;
import dev.serin.gate.Terms;
import dev.serin.gate.TrialReport;
import dev.serin.gate.Verdict;
import dev.serin.judge.Sharing.Pair;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the versions of one model that share users.
 *
 * <p>Guarded by the judge's lock, but for {@link #covers}.
 */
final class ModelJudge implements Message.Visitor {
  private static final Logger log = LoggerFactory.getLogger(ModelJudge.class);

  /** How long a call may keep later ones waiting where no gate says when it is slow. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  /** After a longer time without work, the machine slept or the process was stopped. */
  private static final long STANDSTILL_NANOS = 30_000_000_000L;

  private final String model;
  private final ObservationListener listener;
  /** What the configuration says; a trial has terms of its own. */
  private Terms terms;
  /** Messages that are not taken yet: a call that runs keeps later ones waiting. */
  private final Deque<Message> waiting = new ArrayDeque<>();

  /** Calls that were taken before they ended. */
  private final List<RecordedCall> pending = new ArrayList<>();

  private final Sharings sharings = new Sharings();
  /** What the evidence is collected under; null before the first sharing. */
  private @Nullable Basis basis;

  private final Map<Pair, RunningComparison> comparisons = new LinkedHashMap<>();
  private final Map<EvidenceKey, Evidence> before;
  private final Baseline baseline = new Baseline();
  private final ErrorBurst burst = new ErrorBurst();
  private long patienceNanos = PATIENCE_NANOS;
  private boolean worked;
  private long workedNanos;
  private long workedMillis;
  /** The comparison that counts the predictions of a version for label coverage. */
  private volatile Map<Long, Comparison> coverage = Map.of();

  /** Judges a model, of which there may be evidence from before. */
  ModelJudge(
      String model, ObservationListener listener, Terms terms, Map<EvidenceKey, Evidence> before) {
    this.model = model;
    this.listener = listener;
    this.terms = terms;
    this.before = new HashMap<>(before);
  }

  /** Whether label coverage counts the next prediction. Thread-safe. */
  boolean covers(long version, long user) {
    var comparison = coverage.get(version);
    return comparison != null && comparison.covers(user);
  }

  void add(Message message) {
    waiting.add(message);
  }

  /**
   * Takes the messages up to the first call whose end is not known yet; returns whether to evaluate
   * at once, because a gate found harm that rolls back or pauses, or calls fail in a burst.
   */
  boolean work(long nowMillis, long nowNanos) {
    standstill(nowMillis, nowNanos);
    patience();
    while (!waiting.isEmpty() && isKnown(waiting.element(), nowNanos)) {
      waiting.remove().accept(this);
    }
    // For the gates no time passes while a message waits: cells of its labels must not close.
    long told =
        waiting.isEmpty() ? nowMillis : Math.min(nowMillis, waiting.element().millis());
    pending.removeIf(call -> finish(call, told, nowNanos));
    comparisons.values().forEach(running -> running.comparison.tick(told - 1));
    boolean urgent = burst.since(nowMillis);
    for (var running : comparisons.values()) {
      urgent |= tell(running, nowMillis);
    }
    return urgent;
  }

  /** After a standstill, closes what was open before: nothing is added to it. */
  private void standstill(long nowMillis, long nowNanos) {
    if (worked && nowNanos - workedNanos > STANDSTILL_NANOS) {
      comparisons.values().forEach(running -> running.comparison.stalled(workedMillis));
    }
    worked = true;
    workedNanos = nowNanos;
    workedMillis = nowMillis;
  }

  /** Starts over on other terms, unless a trial has its own. */
  void terms(Terms other, long millis) {
    if (!terms.equals(other)) {
      terms = other;
      sharings.newest().filter(newest -> newest.trial().isEmpty()).ifPresent(newest -> {
        log.info("{} is judged on other terms from now on; its evidence starts over", model);
        compare(newest.since(millis));
      });
    }
  }

  List<ComparisonReport> reports(long millis) {
    return comparisons.values().stream()
        .flatMap(running -> running.report(millis).stream())
        .toList();
  }

  /** Takes back the alarms that pause. */
  void acknowledge(long millis) {
    comparisons.values().forEach(running -> running.acknowledge(millis));
  }

  /** Returns the report on the trial under way; empty if there is none. */
  Optional<TrialReport> trial(long millis) {
    return sharings
        .trial()
        .flatMap(trial -> comparisons.values().stream()
            .flatMap(running -> running.report(trial, millis).stream())
            .findFirst());
  }

  /** Adds the evidence of each comparison. */
  void save(Map<EvidenceKey, Evidence> all) {
    comparisons.forEach((pair, running) ->
        all.put(key(pair, requireNonNull(basis)), running.comparison.evidence()));
  }

  private boolean isKnown(Message message, long nowNanos) {
    return !(message instanceof Message.Arrived arrived)
        || arrived.call().ended()
        || arrived.call().soFar(nowNanos) > patienceNanos;
  }

  @Override
  public void take(Message.Labelled message) {
    if (!sameLosses()) {
      // Losses that are measured in another way than at the start of the trial add up to nothing.
      return;
    }
    comparisons.values().forEach(running -> running.label(message));
    var label = message.label();
    if (label.fit() != Label.Fit.LABEL_OUTSIDE) {
      listener.label(model, label.as(sharings.role(message.revision(), message.version())));
    }
  }

  private boolean sameLosses() {
    return sharings
        .trial()
        .filter(trial -> !trial.terms().quality().equals(terms.quality()))
        .isEmpty();
  }

  @Override
  public void take(Message.Shared message) {
    var sharing = message.sharing();
    sharings.add(sharing);
    baseline.stable(sharing.stable());
    compare(sharing);
  }

  @Override
  public void take(Message.Copied message) {
    var copy = message.copy();
    if (sharings.inTrial(copy.trial())) {
      comparisons.values().forEach(running -> running.add(copy));
    }
  }

  @Override
  public void take(Message.PairLabelled message) {
    var label = message.label();
    if (sharings.inTrial(label.trial())) {
      comparisons.values().forEach(running -> running.add(label));
    }
  }

  @Override
  public void take(Message.Arrived message) {
    var recorded = message.call();
    var call = seen(recorded, workedNanos);
    comparisons.values().forEach(running -> running.call(recorded, call));
    recorded.settled = call.settled();
    if (call.result() == Result.PENDING) {
      pending.add(recorded);
    }
    burst(recorded, call);
    if (call.result() != Result.EXCLUDED) {
      baseline.add(recorded.version, call.latencyNanos());
    }
    if (listener != ObservationListener.NONE) {
      sharings
          .at(recorded.revision)
          .ifPresent(sharing -> listener.call(model, sharing.canaries(), call));
    }
  }

  /** A call as it stands at this time, in the role that its version had under its revision. */
  private Call seen(RecordedCall recorded, long nowNanos) {
    return recorded.call(sharings.role(recorded.revision, recorded.version), nowNanos);
  }

  /** Adds what became of a pending call, if its caller gave it up or it has ended. */
  private boolean finish(RecordedCall recorded, long nowMillis, long nowNanos) {
    var call = seen(recorded, nowNanos);
    boolean settles = call.settled() && !recorded.settled;
    boolean ended = call.result() != Result.PENDING;
    if (settles) {
      recorded.settled = true;
      comparisons.values().forEach(running -> running.settled(recorded, call, nowMillis));
    }
    if (ended) {
      comparisons.values().forEach(running -> running.ended(recorded, call, nowMillis));
      burst(recorded, call);
    }
    if (settles || ended) {
      listener.ended(model, call);
    }
    return ended;
  }

  private void compare(Sharing sharing) {
    var current = sharing.basis(terms);
    if (!current.equals(basis)) {
      basis = current;
      comparisons.clear();
    }
    var pairs = sharing.pairs();
    comparisons.keySet().retainAll(pairs);
    for (var pair : pairs) {
      if (!comparisons.containsKey(pair)) {
        begin(pair, sharing, current).ifPresent(running -> comparisons.put(pair, running));
      }
    }
    // Evidence from before the restart is of pairs that share users now, or of none.
    before.clear();
    var next = new HashMap<Long, Comparison>();
    for (var running : comparisons.values()) {
      running.share(sharing, baseline);
      next.putIfAbsent(running.pair.stable(), running.comparison);
      next.putIfAbsent(running.pair.canary(), running.comparison);
    }
    coverage = Map.copyOf(next);
  }

  /** A comparison that goes on or is new; empty if there is nothing to compare yet. */
  private Optional<RunningComparison> begin(Pair pair, Sharing sharing, Basis now) {
    var evidence = before.get(key(pair, now));
    if (evidence != null) {
      return Optional.of(RunningComparison.resume(pair, now.terms(), evidence));
    }
    return sharing.trial().isPresent() || sharing.divides(pair)
        ? Optional.of(RunningComparison.start(pair, now.terms(), sharing))
        : Optional.empty();
  }

  private EvidenceKey key(Pair pair, Basis under) {
    return new EvidenceKey(model, pair.stable(), pair.canary(), under);
  }

  private void patience() {
    long longest = 0;
    for (var running : comparisons.values()) {
      longest = Math.max(longest, running.comparison.slowNanos().orElse(0));
    }
    patienceNanos = longest == 0 ? PATIENCE_NANOS : longest;
  }

  private void burst(RecordedCall recorded, Call call) {
    boolean failed = call.result() == Result.BAD || call.result() == Result.NOT_FINITE;
    if (failed
        && comparisons.values().stream().anyMatch(running -> running.isCanary(recorded.version))) {
      burst.add();
    }
  }

  /** Logs new alarms; returns whether there is one that rolls back or pauses. */
  private boolean tell(RunningComparison running, long millis) {
    if (!running.comparison.alarmed()) {
      return false;
    }
    boolean urgent = false;
    for (var verdict : running.judge(millis).verdicts()) {
      if (verdict instanceof Verdict.Harm harm) {
        urgent |= harm.consequence() != Verdict.Consequence.NONE;
        log.warn(
            "{} {} beside {}: {}: {}",
            model,
            running.pair.canary(),
            running.pair.stable(),
            harm.gate(),
            GateText.of(harm));
      }
    }
    return urgent;
  }
}
