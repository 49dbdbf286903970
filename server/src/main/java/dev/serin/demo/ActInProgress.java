package dev.serin.demo;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.serin.client.Comparison;
import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.client.Rollout;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One act while it is played: a rollout is started, looked at, and measured. */
final class ActInProgress {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String QUALITY = "quality";

  /** A pause that says something about the machine and nothing about the candidate. */
  private static final String SLOWDOWN = "SERVICE_SLOWDOWN";

  private final Act act;
  private final SerinAdmin admin;
  private final Counts counts;
  private final DemoListener listener;
  private final LongSupplier nanos;
  private final List<RolloutStatus> statuses = new ArrayList<>();

  /** What was measured when it was decided. */
  private @Nullable Measured decided;

  /** The last thing that was said about quality while users had the candidate. */
  private @Nullable GateVerdict quality;

  private String share = "0";
  private long resumed;

  /** Both versions at the moment of the decision. */
  private record Measured(Duration after, Side stable, Side canary) {}

  ActInProgress(
      Act act, SerinAdmin admin, Counts counts, DemoListener listener, LongSupplier nanos) {
    this.act = act;
    this.admin = admin;
    this.counts = counts;
    this.listener = listener;
    this.nanos = nanos;
  }

  /** Returns how it went, when nothing follows any more. */
  Played play() throws InterruptedException {
    var heard = new LinkedBlockingQueue<Optional<RolloutStatus>>();
    try (var watch =
        admin.watchRollout(Stage.MODEL, INTERVAL, status -> heard.add(Optional.of(status)))) {
      var unused = watch.ended().whenComplete((nothing, failure) -> heard.add(Optional.empty()));
      return listen(heard);
    }
  }

  private Played listen(BlockingQueue<Optional<RolloutStatus>> heard) throws InterruptedException {
    long end = nanos.getAsLong() + LIMIT.toNanos();
    while (true) {
      var status = heard.poll(end - nanos.getAsLong(), NANOSECONDS);
      if (status == null) {
        throw new DemoException("act " + act.number() + ": not decided in " + LIMIT.toMinutes()
            + " minutes (expected: " + act.expected() + ")");
      }
      add(status.orElseThrow(() -> new DemoException("act " + act.number()
          + ": the gateway ended the watch (expected: " + act.expected() + ")")));
      if (over(status.get().rollout().state())) {
        return played(status.get().rollout());
      }
    }
  }

  private void add(RolloutStatus status) {
    statuses.add(status);
    listener.stands(status);
    var rollout = status.rollout();
    switch (rollout.state()) {
      case PREFLIGHT, SHADOW, UNKNOWN -> {}
      case RAMPING, PAUSED -> {
        share = rollout.share();
        status.comparison().flatMap(ActInProgress::quality).ifPresent(verdict -> quality = verdict);
        resume(rollout);
      }
      case PROMOTED, COMPLETED, ROLLED_BACK, REJECTED -> decide(rollout);
    }
  }

  private static Optional<GateVerdict> quality(Comparison comparison) {
    return comparison.gates().stream()
        .filter(gate -> gate.gate().equals(QUALITY))
        .findFirst();
  }

  /** Somebody has looked at the machine: what slowed it down is not the candidate. */
  private void resume(Rollout rollout) {
    boolean slowdown =
        rollout.pause().filter(pause -> pause.reason().equals(SLOWDOWN)).isPresent();
    if (slowdown && act.expected() == State.COMPLETED && rollout.revision() != resumed) {
      resumed = rollout.revision();
      listener.remark("this machine got slower for both versions: the operator resumes");
      var unused = admin.resumeRollout(RolloutChange.of(Stage.MODEL)
          .withAuthor("demo")
          .withReason("the machine is busy, the candidate is not slower than stable"));
    }
  }

  private void decide(Rollout rollout) {
    if (decided == null) {
      decided = new Measured(
          Duration.between(rollout.started(), rollout.since()),
          side(rollout.stable(), Optional.ofNullable(quality).map(GateVerdict::stable)),
          side(rollout.candidate(), Optional.ofNullable(quality).map(GateVerdict::canary)));
    }
  }

  /** The gate counts losses; a reward is what a loss lacks to 1. */
  private Side side(long version, Optional<GateVerdict.Numbers> losses) {
    var mean = losses.map(GateVerdict.Numbers::mean).orElse(OptionalDouble.empty());
    return new Side(
        version,
        counts.calls(version),
        counts.users(version),
        losses.map(GateVerdict.Numbers::observations).orElse(0L),
        mean.isEmpty() ? mean : OptionalDouble.of(1 - mean.getAsDouble()),
        losses.map(numbers -> 1 - numbers.high()).orElse(0.0),
        losses.map(numbers -> 1 - numbers.low()).orElse(1.0),
        counts.truth(version),
        counts.p95Millis(version));
  }

  private static boolean over(State state) {
    return switch (state) {
      case COMPLETED, ROLLED_BACK, REJECTED -> true;
      case PREFLIGHT, SHADOW, RAMPING, PAUSED, PROMOTED, UNKNOWN -> false;
    };
  }

  private Played played(Rollout rollout) {
    var measured = requireNonNull(decided, "decided");
    var gate = harmful(rollout);
    boolean right = rollout.state() == act.expected()
        && gate.map(act.gates()::contains).orElse(act.gates().isEmpty());
    return new Played(
        act,
        right,
        measured.after(),
        share,
        gate,
        rollout,
        measured.stable(),
        measured.canary(),
        statuses,
        counts.slices());
  }

  /** The gate that the rollout names as the cause; others may have found harm as well. */
  private static Optional<String> harmful(Rollout rollout) {
    return rollout.evidence().stream()
        .filter(gate -> gate.verdict() == Verdict.HARM)
        .map(Rollout.GateState::gate)
        .filter(gate -> rollout.detail().startsWith(gate + ":"))
        .findFirst();
  }
}
