package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Call;
import dev.serin.gate.Comparison;
import dev.serin.gate.GateId;
import dev.serin.gate.GateSettings;
import dev.serin.gate.Judgement;
import dev.serin.gate.Label;
import dev.serin.gate.LossScale;
import dev.serin.gate.Step;
import dev.serin.gate.Verdict;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** All gates of Serin, as they run in the gateway. */
public final class SerinJudge implements Rule {
  private static final int ON_ALARM = 0;

  private final Comparison comparison;
  private final Predicate<Judgement> end;
  private final int lookEvery;

  /** Predictions that label coverage does not count; few, as few users come so often. */
  private final Set<Long> uncovered = new HashSet<>();

  private Optional<GateId> rollback = Optional.empty();
  private Optional<GateId> pause = Optional.empty();
  private boolean stops;
  private int told;

  private SerinJudge(GateSettings settings, Predicate<Judgement> end, int lookEvery) {
    this.comparison = new Comparison(settings, LossScale.BINARY);
    this.end = end;
    this.lookEvery = lookEvery;
  }

  /** Stops when it rolls back; a pause is only noted. */
  public static SerinJudge rollback(GateSettings settings) {
    return new SerinJudge(settings, judgement -> judgement.rollback().isPresent(), ON_ALARM);
  }

  /** Stops when it rolls back or pauses. */
  public static SerinJudge pause(GateSettings settings) {
    return new SerinJudge(
        settings,
        judgement -> judgement.rollback().isPresent() || judgement.pause().isPresent(),
        ON_ALARM);
  }

  /**
   * Stops when a gate has proved the canary fine; for that it looks after every so many calls and
   * labels.
   */
  public static SerinJudge proof(GateSettings settings, GateId.Kind gate, int lookEvery) {
    return new SerinJudge(
        settings,
        judgement -> judgement
            .verdict(GateId.of(gate))
            .filter(Verdict.Ok.class::isInstance)
            .isPresent(),
        lookEvery);
  }

  @Override
  public void begin(Step step) {
    comparison.begin(step);
  }

  @Override
  public void call(int step, Call call) {
    if (step == 0) {
      if (!call.canary()) {
        comparison.before(call.latencyNanos());
      }
      return;
    }
    boolean covered = comparison.covers(call.user());
    if (!covered) {
      uncovered.add(call.id());
    }
    comparison.call(step, covered ? call : uncovered(call));
    look(call.timeMillis());
  }

  @Override
  public void label(int step, Label label) {
    if (step > 0) {
      boolean covered = !uncovered.remove(label.id());
      comparison.label(step, covered ? label : uncovered(label));
      look(label.arrivalMillis());
    }
  }

  @Override
  public void tick(long millis) {
    comparison.tick(millis);
    look(millis);
  }

  @Override
  public boolean stops() {
    return stops;
  }

  /** The gate that rolled back. */
  public Optional<GateId> rollback() {
    return rollback;
  }

  /** The gate that paused, of those that have, the first in order. */
  public Optional<GateId> pause() {
    return pause;
  }

  /** What harms or pauses does so from an alarm on; it is enough to look then. */
  private void look(long millis) {
    told++;
    if (lookEvery == ON_ALARM ? comparison.alarmed() : told % lookEvery == 0) {
      var judgement = comparison.judge(millis);
      rollback = judgement.rollback().map(Verdict::gate);
      pause = judgement.pause().map(Verdict::gate);
      stops = end.test(judgement);
    }
  }

  private static Call uncovered(Call call) {
    return new Call(
        call.id(),
        call.timeMillis(),
        call.user(),
        call.role(),
        call.result(),
        call.latencyNanos(),
        false);
  }

  private static Label uncovered(Label label) {
    return new Label(
        label.id(),
        label.predictionMillis(),
        label.arrivalMillis(),
        label.user(),
        label.role(),
        label.loss(),
        false);
  }
}
