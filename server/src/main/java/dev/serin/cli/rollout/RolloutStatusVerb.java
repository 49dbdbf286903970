package dev.serin.cli.rollout;

import dev.serin.cli.admin.AdminPort;
import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Figures;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.TimeConverter;
import dev.serin.cli.console.VerbException;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinAdmin;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how a rollout stands, once or for as long as it goes on. */
@Command(
    name = "status",
    header = "Show how the last rollout of a model stands.",
    footer = {
      "",
      "Examples:",
      "  ./serin rollout status digits",
      "  ./serin rollout status digits --watch --timeout 2h",
      "--watch ends with 0 when the candidate is promoted, 1 when it is rolled back or",
      "rejected, 2 at the timeout, and 3 at a pause that somebody has to end. A pause that",
      "ends by itself does not end it. On a terminal the screen is drawn anew each second;",
      "elsewhere, and as JSON, there is a line for each transition.",
      "n, err and the quality of a version are since the gateway started, p50 and p99 of",
      "the last minutes; the gates' numbers are of this rollout. The interval of a quality",
      "holds the true one with 95 %% probability at all times, that of a difference with",
      "90 %%. A gate that can only find harm says `no harm` while there is none."
    })
final class RolloutStatusVerb implements Callable<Integer> {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Console console;
  private final LongSupplier nanos;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private AdminPort port = new AdminPort();

  @Parameters(paramLabel = "MODEL", description = "the model's name")
  private String model = "";

  @Option(names = "--watch", description = "go on until it is promoted, rolled back or paused")
  private boolean watch;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "how long to watch, such as 2h (default: as long as it takes)")
  private @Nullable Duration timeout;

  RolloutStatusVerb(Console console, LongSupplier nanos) {
    this.console = console;
    this.nanos = nanos;
  }

  @Override
  public Integer call() {
    if (timeout != null && !watch) {
      throw VerbException.usage(
          "--timeout: " + Figures.duration(timeout) + " without --watch" + " (expected: both)");
    }
    return port.call(console, admin -> watch ? follow(admin) : show(admin.rollout(model)));
  }

  private int show(RolloutStatus status) {
    if (common.json()) {
      console.print(Json.line(RolloutJson.object(status)));
    } else {
      RolloutScreen.lines(console, status).forEach(console::print);
    }
    return ExitCode.DONE;
  }

  private int follow(SerinAdmin admin) {
    var limit = Optional.ofNullable(timeout);
    if (console.terminal() && !common.json()) {
      try (var screen = LiveScreen.open(console, nanos)) {
        return new RolloutWatch(screen, nanos, limit)
            .follow(hears -> admin.watchRollout(model, INTERVAL, hears));
      }
    }
    return new RolloutWatch(new RolloutLines(console, common.json()), nanos, limit)
        .follow(hears -> admin.watchRollout(model, hears));
  }
}
