package dev.serin.replay;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.serin.events.Event;
import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Comparison;
import dev.serin.gate.GateId;
import dev.serin.gate.GateSettings;
import dev.serin.gate.GateText;
import dev.serin.gate.Judgement;
import dev.serin.gate.Label;
import dev.serin.gate.LossScale;
import dev.serin.gate.Need;
import dev.serin.gate.Progress;
import dev.serin.gate.Step;
import dev.serin.gate.Verdict;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import dev.serin.replay.Decision.Counts;
import dev.serin.replay.Decision.Outcome;
import dev.serin.rollout.Plan;
import dev.serin.rollout.StepRule;
import dev.serin.split.Share;
import dev.serin.split.UserHash;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges recorded calls as the gateway would have judged them live: time is that of the rows, with
 * an evaluation of all gates each full second after the first row, and of harm after each row. The
 * first decision is final.
 *
 * <p>Confined to one thread.
 */
public final class Replay {
  private static final long TICK_MILLIS = 1_000;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Distributes the users of a recording over the records of the cap; any text works. */
  private static final String SALT = "judge";

  private final StepRule rule;
  private final Comparison comparison;
  private final BiConsumer<Long, Verdict> changes;
  /** How long after the last row time alone can still change a verdict. */
  private final long settledMillis;

  private final PriorityQueue<Arrival> labels = new PriorityQueue<>(
      Comparator.comparingLong((Arrival arrival) -> arrival.label().arrivalMillis())
          .thenComparingLong(arrival -> arrival.label().id()));
  private final Map<GateId, Class<?>> states = new HashMap<>();
  private @Nullable Step step;
  private Share share = Share.ZERO;
  private @Nullable Decision decision;
  private long rows;
  private long unassigned;
  private final long[] calls = new long[2];
  private long lastMillis;
  private long nextTick;

  private record Arrival(int step, Label label) {}

  /**
   * Starts a replay.
   *
   * @param binary whether each loss is 0 or 1
   * @param changes receives each verdict of another kind than the gate's last one, with the time in
   *     milliseconds since 1970
   */
  public Replay(Plan plan, GateSettings gates, boolean binary, BiConsumer<Long, Verdict> changes) {
    this.rule = new StepRule(plan, gates);
    this.comparison = new Comparison(gates, binary ? LossScale.BINARY : LossScale.BOUNDED);
    this.changes = changes;
    this.settledMillis =
        gates.quality().labelHorizon().plus(gates.quality().cohort()).toMillis()
            + Duration.ofHours(1).toMillis();
  }

  /** The decision, once made; later rows have no effect. */
  public Optional<Decision> decision() {
    return Optional.ofNullable(decision);
  }

  /** Adds the next row; rows are in order of time. */
  public void add(Event event) {
    long millis = event.timeMillis();
    if (rows == 0) {
      nextTick = millis + TICK_MILLIS;
    }
    advance(millis, true);
    if (decision != null) {
      return;
    }
    rows++;
    lastMillis = millis;
    share(event);
    if (event.user().isEmpty()) {
      unassigned++;
    } else {
      call(event);
      harm(millis);
    }
  }

  /**
   * Ends the replay after the last row: labels of the rows still arrive, but the canary is not
   * promoted.
   */
  public Decision finish() {
    advance(lastMillis + settledMillis, false);
    if (decision == null && step != null) {
      // Labels that arrive after this are late in any case.
      labels.forEach(arrival -> comparison.label(arrival.step(), arrival.label()));
      var judgement = look(lastMillis + settledMillis);
      decided(judgement, lastMillis, Outcome.UNDECIDED, Optional.empty(), undecided(judgement));
    }
    if (decision == null) {
      decision = new Decision(
          Outcome.UNDECIDED,
          Optional.empty(),
          "no canary had a share",
          lastMillis,
          counts(),
          List.of());
    }
    return decision;
  }

  /** Advances time until just before this one: labels arrive, and seconds end. */
  private void advance(long millis, boolean promotes) {
    while (decision == null) {
      long arrival =
          labels.isEmpty() ? Long.MAX_VALUE : labels.element().label().arrivalMillis();
      if (Math.min(arrival, nextTick) >= millis) {
        return;
      }
      if (arrival <= nextTick) {
        var due = labels.remove();
        comparison.label(due.step(), due.label());
      } else {
        tick(promotes);
        nextTick += TICK_MILLIS;
        skip(millis, arrival);
      }
    }
  }

  /** Skips the seconds of a long silence in which no verdict can change. */
  private void skip(long millis, long arrival) {
    long until = Math.min(millis, arrival);
    if (nextTick - lastMillis > settledMillis && until - nextTick > TICK_MILLIS) {
      nextTick += (until - nextTick) / TICK_MILLIS * TICK_MILLIS;
    }
  }

  private void tick(boolean promotes) {
    if (step == null) {
      return;
    }
    comparison.tick(nextTick);
    if (!comparison.alarmed() && !promotes) {
      return;
    }
    var judgement = look(nextTick);
    boolean fine = judgement.unproved().isEmpty() && judgement.near().isEmpty();
    if (decision == null && promotes && fine && rule.proves(share)) {
      if (missing(judgement, nextTick).isEmpty()) {
        var reason = rule.reason(share, "no harm");
        decided(judgement, nextTick, Outcome.PROMOTE, Optional.empty(), reason);
      }
    }
  }

  /** Evaluates harm if an alarm was raised. */
  private void harm(long millis) {
    if (comparison.alarmed()) {
      look(millis);
    }
  }

  private Judgement look(long millis) {
    var judgement = comparison.judge(millis);
    for (var verdict : judgement.verdicts()) {
      if (states.put(verdict.gate(), verdict.getClass()) != verdict.getClass()) {
        changes.accept(millis, verdict);
      }
    }
    StepRule.harm(judgement).ifPresent(harm -> decided(judgement, millis, harm));
    return judgement;
  }

  private void share(Event event) {
    if (event.share().equals(share)) {
      return;
    }
    share = event.share();
    int number = step == null ? 1 : step.number() + 1;
    step = new Step(number, number, event.timeMillis(), share.value());
    comparison.begin(step);
  }

  private void call(Event event) {
    long user = UserHash.of(SALT, event.user());
    long latencyNanos = Math.round(event.latencyMillis() * NANOS_PER_MILLI);
    calls[event.canary() ? 1 : 0]++;
    if (step == null) {
      comparison.before(latencyNanos);
      return;
    }
    // First, so that the window of this time counts the prediction.
    comparison.tick(event.timeMillis() - 1);
    var result = result(event);
    boolean covered = result == Result.OK && comparison.covers(user);
    comparison.call(
        step.number(),
        new Call(
            rows,
            event.timeMillis(),
            user,
            Call.roleOf(event.canary()),
            result,
            latencyNanos,
            covered,
            event.abandoned(),
            event.together()));
    event.loss().ifPresent(loss -> label(event, user, loss, covered));
  }

  private static Result result(Event event) {
    if (event.error()) {
      return Result.BAD;
    }
    return event.abandoned() ? Result.EXCLUDED : Result.OK;
  }

  private void label(Event event, long user, double loss, boolean covered) {
    var label = new Label(
        rows,
        event.timeMillis(),
        Math.addExact(event.timeMillis(), event.labelDelayMillis()),
        user,
        Call.roleOf(event.canary()),
        loss,
        covered);
    labels.add(new Arrival(requireStep().number(), label));
  }

  private Step requireStep() {
    return requireNonNull(step);
  }

  private String undecided(Judgement judgement) {
    if (!rule.proves(share)) {
      return "no harm; step " + share + " does not require a proof";
    }
    var missing = missing(judgement, lastMillis);
    return missing.isEmpty()
        ? "the last proof arrived after the last row"
        : "missing: " + missing.stream().map(Need::what).collect(joining("; "));
  }

  private List<Need> missing(Judgement judgement, long millis) {
    var progress = Progress.of(comparison.evidence(), millis).orElseThrow();
    return rule.missing(progress, progress.elapsed(), judgement);
  }

  private void decided(Judgement judgement, long millis, Harm harm) {
    var outcome = harm.consequence() == Consequence.ROLLBACK ? Outcome.ROLLBACK : Outcome.PAUSE;
    decided(judgement, millis, outcome, Optional.of(harm.gate()), GateText.of(harm));
  }

  private void decided(
      Judgement judgement, long millis, Outcome outcome, Optional<GateId> gate, String reason) {
    decision = new Decision(outcome, gate, reason, millis, counts(), judgement.verdicts());
  }

  private Counts counts() {
    var labels = comparison.judge(lastMillis).labels();
    return new Counts(
        calls[0],
        calls[1],
        unassigned,
        labels.stable().inTime(),
        labels.canary().inTime(),
        labels.stable().late() + labels.canary().late());
  }
}
