package dev.serin.cli.rollout;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.VerbGroup;
import dev.serin.client.RolloutAdvance;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutPromotion;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinAdmin;
import java.util.function.LongSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Raises a new version of a model step by step, and rolls it back. */
@Command(
    name = "rollout",
    header = "Raise a new version step by step; roll it back on harm.",
    synopsisSubcommandLabel =
        "(start | status | pause | resume | advance | promote | abort | history)",
    footer = {
      "",
      "Example:",
      "  ./serin rollout start digits --candidate 2 --reason \"weekly retraining\"",
      "  ./serin rollout status digits --watch"
    })
public final class RolloutVerb extends VerbGroup {
  private RolloutVerb() {}

  /**
   * Returns the verb with its subcommands.
   *
   * @param nanos a clock for durations
   */
  public static CommandLine of(Console console, LongSupplier nanos) {
    return new CommandLine(new RolloutVerb())
        .addSubcommand(new RolloutStartVerb(console))
        .addSubcommand(new RolloutStatusVerb(console, nanos))
        .addSubcommand(new Pause(console))
        .addSubcommand(new Resume(console))
        .addSubcommand(new Advance(console))
        .addSubcommand(new Promote(console))
        .addSubcommand(new Abort(console))
        .addSubcommand(new RolloutHistoryVerb(console));
  }

  /** Pauses a rollout. */
  @Command(
      name = "pause",
      header = "Stop raising the share until resumed; the gates can still roll back.",
      footer = {"", "Example:", "  ./serin rollout pause digits --reason \"a look at the logs\""})
  private static final class Pause extends RolloutChangeVerb {
    private Pause(Console console) {
      super(console);
    }

    @Override
    RolloutStatus change(SerinAdmin admin, RolloutChange change) {
      return admin.pauseRollout(change);
    }
  }

  /** Resumes a rollout. */
  @Command(
      name = "resume",
      header = "Resume; this approves a step, or acknowledges why it was paused.",
      footer = {"", "Example:", "  ./serin rollout resume digits --reason \"labels are back\""})
  private static final class Resume extends RolloutChangeVerb {
    private Resume(Console console) {
      super(console);
    }

    @Override
    RolloutStatus change(SerinAdmin admin, RolloutChange change) {
      return admin.resumeRollout(change);
    }
  }

  /** Goes to the next step. */
  @Command(
      name = "advance",
      header = "Go to the next step now, if nothing that it needs is missing.",
      footer = {
        "",
        "Example:",
        "  ./serin rollout advance digits",
        "With --expect-revision it is safe to repeat when the answer was lost."
      })
  private static final class Advance extends RolloutChangeVerb {
    @Option(
        names = "--skip-evidence",
        description = "advance whatever is missing; the history records this for good")
    private boolean skipEvidence;

    private Advance(Console console) {
      super(console);
    }

    @Override
    RolloutStatus change(SerinAdmin admin, RolloutChange change) {
      return admin.advanceRollout(new RolloutAdvance(change, skipEvidence));
    }
  }

  /** Gives the candidate all users. */
  @Command(
      name = "promote",
      header = "Give the candidate all users now, if the gates have proven it OK.",
      footer = {"", "Example:", "  ./serin rollout promote digits"})
  private static final class Promote extends RolloutChangeVerb {
    @Option(names = "--full", description = "skip the steps in between")
    private boolean full;

    @Option(
        names = "--force",
        description = "promote whatever is missing; the history records this for good")
    private boolean force;

    private Promote(Console console) {
      super(console);
    }

    @Override
    RolloutStatus change(SerinAdmin admin, RolloutChange change) {
      return admin.promoteRollout(new RolloutPromotion(change, full, force));
    }
  }

  /** Rolls back. */
  @Command(
      name = "abort",
      header = "Move all users back to stable at once, in any state.",
      footer = {"", "Example:", "  ./serin rollout abort digits --reason \"complaints\""})
  private static final class Abort extends RolloutChangeVerb {
    private Abort(Console console) {
      super(console);
    }

    @Override
    RolloutStatus change(SerinAdmin admin, RolloutChange change) {
      return admin.abortRollout(change);
    }
  }
}
