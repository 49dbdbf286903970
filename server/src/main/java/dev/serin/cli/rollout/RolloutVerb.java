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

/** Raises a new version of a model step by step, and takes it back. */
@Command(
    name = "rollout",
    header = "Raise a new version step by step; take it back when it does harm.",
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
   * Returns the verb with those behind it.
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

  /** Pauses. */
  @Command(
      name = "pause",
      header = "Raise nothing until it is resumed. The gates can still take users back.",
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

  /** Goes on. */
  @Command(
      name = "resume",
      header = "Go on. Approves, and acknowledges what it was paused for.",
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
      header = "Go to the next step now, if all that it needs is there.",
      footer = {
        "",
        "Example:",
        "  ./serin rollout advance digits",
        "With --expect-revision it is safe to run again when its answer was lost."
      })
  private static final class Advance extends RolloutChangeVerb {
    @Option(
        names = "--skip-evidence",
        description = "whatever is missing; the history says so for ever")
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
      header = "Give the candidate all users now, if it is proved to be fine.",
      footer = {"", "Example:", "  ./serin rollout promote digits"})
  private static final class Promote extends RolloutChangeVerb {
    @Option(names = "--full", description = "leave out the steps in between")
    private boolean full;

    @Option(names = "--force", description = "whatever is missing; the history says so for ever")
    private boolean force;

    private Promote(Console console) {
      super(console);
    }

    @Override
    RolloutStatus change(SerinAdmin admin, RolloutChange change) {
      return admin.promoteRollout(new RolloutPromotion(change, full, force));
    }
  }

  /** Takes all users back. */
  @Command(
      name = "abort",
      header = "Take all users back at once, in whatever state.",
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
