package dev.serin.cli.rollout;

import dev.serin.cli.admin.AdminPort;
import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.Figures;
import dev.serin.cli.console.TimeConverter;
import dev.serin.cli.console.VerbException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the status of a rollout, once or until it ends. */
@Command(
    name = "status",
    header = "Show the status of a model's last rollout.",
    footer = {
      "",
      "Examples:",
      "  ./serin rollout status digits",
      "  ./serin rollout status digits --watch --timeout 2h",
      "--watch exits 0 when the candidate is promoted, 1 when it is rolled back or",
      "rejected, 2 at the timeout, and 3 at a pause that an operator has to end; it",
      "continues through a pause that ends by itself. A terminal is redrawn every",
      "second; elsewhere, and as JSON, there is a line for each transition.",
      "n, err and quality of a version count since the gateway started, p50 and p99",
      "cover the last minutes; the gates' numbers are of this rollout. The interval of",
      "a quality contains the true value with 95 %% probability at all times, that of",
      "a difference with 90 %%. A gate that can only find harm says `no harm` while",
      "there is none."
    })
final class RolloutStatusVerb implements Callable<Integer> {
  private final Console console;
  private final LongSupplier nanos;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private AdminPort port = new AdminPort();

  @Parameters(paramLabel = "MODEL", description = "the model's name")
  private String model = "";

  @Option(
      names = "--watch",
      description = "follow it until it is promoted, rolled back, rejected or paused")
  private boolean watch;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "how long to watch, such as 2h (default: no limit)")
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
    var report = new RolloutReport(console, common.json(), nanos);
    return port.call(
        console,
        admin -> watch
            ? report.follow(admin, model, Optional.ofNullable(timeout))
            : report.show(admin.rollout(model)));
  }
}
