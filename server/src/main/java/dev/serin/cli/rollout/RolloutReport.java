package dev.serin.cli.rollout;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinAdmin;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Shows a rollout, once or until it ends. Confined to one thread. */
public final class RolloutReport {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Console console;
  private final boolean json;
  private final LongSupplier nanos;

  /**
   * Returns a report.
   *
   * @param nanos a clock for durations
   */
  public RolloutReport(Console console, boolean json, LongSupplier nanos) {
    this.console = console;
    this.json = json;
    this.nanos = nanos;
  }

  /** Prints a status, and returns the exit code. */
  public int show(RolloutStatus status) {
    if (json) {
      console.print(Json.line(RolloutJson.object(status)));
    } else {
      RolloutScreen.lines(console, status).forEach(console::print);
    }
    return ExitCode.DONE;
  }

  /** Shows the last rollout of a model until it ends or the time is over; returns the exit code. */
  public int follow(SerinAdmin admin, String model, Optional<Duration> limit) {
    if (console.terminal() && !json) {
      try (var screen = LiveScreen.open(console, nanos)) {
        return new RolloutWatch(screen, nanos, limit)
            .follow(statuses -> admin.watchRollout(model, INTERVAL, statuses));
      }
    }
    return new RolloutWatch(new RolloutLines(console, json), nanos, limit)
        .follow(statuses -> admin.watchRollout(model, statuses));
  }
}
