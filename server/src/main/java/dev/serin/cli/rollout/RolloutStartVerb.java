package dev.serin.cli.rollout;

import dev.serin.cli.console.Console;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinAdmin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a rollout. */
@Command(
    name = "start",
    header = "Start a rollout of a version; stable must have all users.",
    footer = {
      "",
      "Example:",
      "  ./serin rollout start digits --candidate 2 --reason \"weekly retraining\"",
      "The plan is the model's rollout block in the configuration, or the default one;",
      "./serin lint shows what it needs."
    })
final class RolloutStartVerb extends RolloutChangeVerb {
  @Option(
      names = "--candidate",
      paramLabel = "V",
      description = "the version to roll out (default: the one in the plan)")
  private @Nullable Long candidate;

  @Option(
      names = "--force",
      description = "start even if the candidate was rolled back recently or the cool-down lasts")
  private boolean force;

  @Option(names = "--replace", description = "abort the running rollout first")
  private boolean replace;

  @Option(
      names = "--canary",
      paramLabel = "SHARE",
      description = "the share of the first step, such as 0.05 (default: the plan's)")
  private @Nullable String canary;

  RolloutStartVerb(Console console) {
    super(console);
  }

  @Override
  RolloutStatus change(SerinAdmin admin, RolloutChange change) {
    var start = RolloutStart.of(change).withForce(force).withReplace(replace);
    var starting = canary == null ? start : start.withCanary(canary);
    return admin.startRollout(candidate == null ? starting : starting.withCandidate(candidate));
  }

  @Override
  protected void print(RolloutStatus status) {
    var rollout = status.rollout();
    console.print("rollout #" + rollout.number() + " of version " + rollout.candidate()
        + " started; stable is version " + rollout.stable());
    super.print(status);
    console.print("follow it with ./serin rollout status " + rollout.model() + " --watch");
  }
}
