package dev.serin.demo;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.serin.client.Comparison;
import dev.serin.client.GateVerdict;
import dev.serin.client.Rollout;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One act whose rollout has been started: it is looked at, and measured. */
final class ActInProgress {
  private static final Duration INTERVAL = Duration.ofMillis(250);
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
  private int resumes;

  /** Both versions at the moment of a decision, at the share that it was about. */
  private record Measured(Duration after, String share, Side stable, Side canary) {}

  /** What the gateway said; nothing when it says no more, and why if it did not end well. */
  private record Heard(
      @Nullable RolloutStatus status, @Nullable Throwable failure) {}

  ActInProgress(
      Act act, SerinAdmin admin, Counts counts, DemoListener listener, LongSupplier nanos) {
    this.act = act;
    this.admin = admin;
    this.counts = counts;
    this.listener = listener;
    this.nanos = nanos;
  }

  /** Returns how it went, when nothing follows any more or patience is at its end. */
  Played play(Duration patience) throws InterruptedException {
    var heard = new LinkedBlockingQueue<Heard>();
    try (var watch =
        admin.watchRollout(Stage.MODEL, INTERVAL, status -> heard.add(new Heard(status, null)))) {
      var unused =
          watch.ended().whenComplete((nothing, failure) -> heard.add(new Heard(null, failure)));
      return listen(heard, patience);
    }
  }

  private Played listen(BlockingQueue<Heard> heard, Duration patience) throws InterruptedException {
    long end = nanos.getAsLong() + patience.toNanos();
    while (true) {
      var next = heard.poll(end - nanos.getAsLong(), NANOSECONDS);
      if (next == null) {
        return givenUp();
      }
      var status = next.status();
      if (status == null) {
        throw new DemoException(
            "act " + act.number() + ": the gateway ended the watch (expected: " + act.expected()
                + ")",
            next.failure());
      }
      add(status);
      if (status.rollout().state().over()) {
        return played(status.rollout());
      }
    }
  }

  private Played givenUp() {
    if (statuses.isEmpty()) {
      throw new DemoException("act " + act.number() + ": the gateway does not say how it stands");
    }
    var last = statuses.get(statuses.size() - 1);
    if (decided == null) {
      decided = measured(last.rollout(), last.time(), share);
    }
    return played(last.rollout());
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
      case PROMOTED, COMPLETED -> {
        if (decided == null) {
          decided = measured(rollout, rollout.since(), share);
        }
        share = rollout.share();
      }
      case ROLLED_BACK, REJECTED -> decided = measured(rollout, rollout.since(), share);
    }
  }

  private static Optional<GateVerdict> quality(Comparison comparison) {
    return comparison.gates().stream()
        .filter(gate -> gate.gate().equals(QUALITY))
        .findFirst();
  }

  /** Goes on after a pause that is about the machine, as an operator would who has looked at it. */
  private void resume(Rollout rollout) {
    boolean slowdown =
        rollout.pause().filter(pause -> pause.reason().equals(SLOWDOWN)).isPresent();
    if (!slowdown || act.expected() != State.COMPLETED || rollout.revision() == resumed) {
      return;
    }
    resumed = rollout.revision();
    try {
      var unused = admin.resumeRollout(RolloutChange.of(Stage.MODEL)
          .withExpectedRevision(rollout.revision())
          .withAuthor("demo")
          .withReason("the machine has something else to do"));
      resumes++;
      listener.remark("stable got slower too, so it is the machine: the operator resumes");
    } catch (SerinException e) {
      // It has moved on meanwhile, and what it says next tells where to.
      listener.remark("not resumed: " + e.getMessage());
    }
  }

  private Measured measured(Rollout rollout, Instant time, String shareThen) {
    var losses = Optional.ofNullable(quality);
    return new Measured(
        Duration.between(rollout.started(), time),
        shareThen,
        side(rollout.stable(), losses.map(GateVerdict::stable)),
        side(rollout.candidate(), losses.map(GateVerdict::canary)));
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

  private Played played(Rollout rollout) {
    var measured = requireNonNull(decided, "decided");
    return new Played(
        act,
        measured.after(),
        measured.share(),
        harmful(rollout),
        rollout,
        measured.stable(),
        measured.canary(),
        resumes,
        counts.failures(),
        statuses,
        counts.slices());
  }

  /** The gate that took the users back; others may have found harm as well. */
  private static Optional<String> harmful(Rollout rollout) {
    return rollout.rollback().flatMap(Rollout.Rollback::gate);
  }
}
