package dev.serin.cli.local;

import dev.serin.cli.console.VerbException;
import dev.serin.forecast.Rates;
import picocli.CommandLine.Option;

/** The rates that a plan's needs are computed for. */
final class RateOptions {
  @Option(
      names = "--calls-per-second",
      required = true,
      paramLabel = "RATE",
      description = "show what each plan needs at this many calls to a model per second")
  private double callsPerSecond;

  @Option(
      names = "--labels",
      defaultValue = "0.5",
      paramLabel = "SHARE",
      description = "the share of calls that get a label in time (default: ${DEFAULT-VALUE})")
  private double labels;

  @Option(
      names = "--errors",
      defaultValue = "0.002",
      paramLabel = "SHARE",
      description = "the share of calls that fail (default: ${DEFAULT-VALUE})")
  private double errors;

  @Option(
      names = "--loss",
      defaultValue = "0.1",
      paramLabel = "LOSS",
      description = "the mean loss, such as the share of wrong answers (default: ${DEFAULT-VALUE})")
  private double loss;

  Rates rates() {
    try {
      return new Rates(callsPerSecond, labels, errors, loss);
    } catch (IllegalArgumentException e) {
      throw VerbException.usage("--" + e.getMessage());
    }
  }
}
