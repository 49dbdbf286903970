package dev.serin.cli.rollout;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.VerbException;
import dev.serin.client.Rollout;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinException;
import dev.serin.client.Watch;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Follows a rollout until it is promoted, rolled back, rejected or paused for an operator, or the
 * timeout is over. A gateway that goes away meanwhile has a minute to come back. Confined to one
 * thread.
 */
final class RolloutWatch {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String CANCELLED = "CANCELLED";

  private final RolloutView view;
  private final LongSupplier nanos;
  private final Optional<Duration> timeout;
  private final long startNanos;
  private boolean answered;
  /** When the gateway went away; empty while it answers. */
  private OptionalLong awayNanos = OptionalLong.empty();

  /** An event of the watch: a status, or the end, with its failure if there is one. */
  private record Event(Optional<RolloutStatus> status, Optional<Throwable> failure) {}

  RolloutWatch(RolloutView view, LongSupplier nanos, Optional<Duration> timeout) {
    this.view = view;
    this.nanos = nanos;
    this.timeout = timeout;
    this.startNanos = nanos.getAsLong();
  }

  /** Follows the rollout by watches that the function opens, and returns the exit code. */
  int follow(Function<Consumer<RolloutStatus>, Watch> open) {
    try {
      var outcome = OptionalInt.empty();
      while (outcome.isEmpty()) {
        outcome = listen(open);
      }
      view.end();
      return outcome.getAsInt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw VerbException.refused("interrupted");
    }
  }

  /** Follows one watch; empty if it broke and there is time for another one. */
  private OptionalInt listen(Function<Consumer<RolloutStatus>, Watch> open)
      throws InterruptedException {
    var events = new LinkedBlockingQueue<Event>();
    try (var watch =
        open.apply(status -> events.add(new Event(Optional.of(status), Optional.empty())))) {
      var unused = watch
          .ended()
          .whenComplete((nothing, failure) ->
              events.add(new Event(Optional.empty(), Optional.ofNullable(failure))));
      return listen(events);
    }
  }

  private OptionalInt listen(BlockingQueue<Event> events) throws InterruptedException {
    while (true) {
      var event = events.poll(leftNanos(), NANOSECONDS);
      if (event == null) {
        return OptionalInt.of(ExitCode.TIMEOUT);
      }
      if (event.status().isEmpty()) {
        return broken(event.failure());
      }
      answered = true;
      awayNanos = OptionalLong.empty();
      view.show(event.status().get());
      var outcome = outcome(event.status().get().rollout());
      if (outcome.isPresent()) {
        return outcome;
      }
    }
  }

  private static OptionalInt outcome(Rollout rollout) {
    return switch (rollout.state()) {
      case PROMOTED, COMPLETED -> OptionalInt.of(ExitCode.DONE);
      case ROLLED_BACK, REJECTED -> OptionalInt.of(ExitCode.REFUSED);
      case PAUSED ->
        rollout.pause().filter(pause -> !pause.endsByItself()).isPresent()
            ? OptionalInt.of(ExitCode.PAUSED)
            : OptionalInt.empty();
      case PREFLIGHT, SHADOW, RAMPING, UNKNOWN -> OptionalInt.empty();
    };
  }

  /** Waits before the next attempt, or throws if trying again makes no sense. */
  private OptionalInt broken(Optional<Throwable> failure) throws InterruptedException {
    var cause = failure.map(RolloutWatch::cause);
    if (!answered || !passing(cause) || away().compareTo(PATIENCE) > 0) {
      throw cause.orElseGet(() -> VerbException.refused("watch: ended by the gateway"));
    }
    view.remark("the gateway does not answer; retrying");
    long pause = Math.min(PAUSE.toNanos(), leftNanos());
    NANOSECONDS.sleep(pause);
    return leftNanos() > 0 ? OptionalInt.empty() : OptionalInt.of(ExitCode.TIMEOUT);
  }

  private Duration away() {
    long now = nanos.getAsLong();
    awayNanos = OptionalLong.of(awayNanos.orElse(now));
    return Duration.ofNanos(now - awayNanos.getAsLong());
  }

  /** Whether the gateway may be back soon; a clean shutdown cancels its watches. */
  private static boolean passing(Optional<RuntimeException> failure) {
    return failure.isEmpty()
        || (failure.get() instanceof SerinException refusal
            && (refusal.retryable() || refusal.code().equals(CANCELLED)));
  }

  private static RuntimeException cause(Throwable failure) {
    var cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  private long leftNanos() {
    return timeout
        .map(NANOSECONDS::convert)
        .map(limit -> Math.max(0, limit - (nanos.getAsLong() - startNanos)))
        .orElse(Long.MAX_VALUE);
  }
}
