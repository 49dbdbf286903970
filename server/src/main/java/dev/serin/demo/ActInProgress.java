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

/** An act whose rollout has started: it is followed and measured. */
final class ActInProgress {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final String QUALITY = "quality";

  /** A pause caused by the machine, not by the candidate. */
  private static final String SLOWDOWN = "SERVICE_SLOWDOWN";

  private final Act act;
  private final SerinAdmin admin;
  private final Counts counts;
  private final DemoListener listener;
  private final LongSupplier nanos;
  private final List<RolloutStatus> statuses = new ArrayList<>();

  /** The measurements when it was decided. */
  private @Nullable Measured decided;

  /** The last verdict on quality while users had the candidate. */
  private @Nullable GateVerdict quality;

  private String share = "0";
  private long resumed;
  private int resumes;

  /** Both versions when the rollout was decided, and the candidate's share then. */
  private record Measured(Duration after, String share, Side stable, Side canary) {}

  /** An event of the watch: a status, or the end, with its failure if there is one. */
  private record Event(
      @Nullable RolloutStatus status, @Nullable Throwable failure) {}

  ActInProgress(
      Act act, SerinAdmin admin, Counts counts, DemoListener listener, LongSupplier nanos) {
    this.act = act;
    this.admin = admin;
    this.counts = counts;
    this.listener = listener;
    this.nanos = nanos;
  }

  /** Follows the rollout until it is over or the patience ends, and returns the result. */
  Played play(Duration patience) throws InterruptedException {
    var events = new LinkedBlockingQueue<Event>();
    try (var watch =
        admin.watchRollout(Stage.MODEL, INTERVAL, status -> events.add(new Event(status, null)))) {
      var unused =
          watch.ended().whenComplete((nothing, failure) -> events.add(new Event(null, failure)));
      return listen(events, patience);
    }
  }

  private Played listen(BlockingQueue<Event> events, Duration patience)
      throws InterruptedException {
    long end = nanos.getAsLong() + patience.toNanos();
    while (true) {
      var next = events.poll(end - nanos.getAsLong(), NANOSECONDS);
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
      throw new DemoException("act " + act.number() + ": the gateway sent no status");
    }
    var last = statuses.get(statuses.size() - 1);
    if (decided == null) {
      decided = measured(last.rollout(), last.time(), share);
    }
    return played(last.rollout());
  }

  private void add(RolloutStatus status) {
    statuses.add(status);
    listener.status(status);
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

  /** Resumes after a pause caused by the machine, as an operator would. */
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
          .withReason("the machine is busy"));
      resumes++;
      listener.remark("stable got slower too, so the machine is the cause: the operator resumes");
    } catch (SerinException e) {
      // It has changed meanwhile; its next status says how.
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

  /** The gate counts losses; a reward is 1 minus a loss. */
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

  /** The gate that rolled back; others may have found harm as well. */
  private static Optional<String> harmful(Rollout rollout) {
    return rollout.rollback().flatMap(Rollout.Rollback::gate);
  }
}
