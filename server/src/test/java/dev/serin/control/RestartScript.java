package dev.serin.control;

import static dev.serin.control.RolloutGateway.request;

import dev.serin.journal.Journal;
import dev.serin.journal.ShutdownFile;
import dev.serin.journal.StateFolder;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.LivePlan.Promotion;
import dev.serin.rollout.LivePlan.Shadowing;
import dev.serin.rollout.Plan;
import dev.serin.rollout.RolloutRefusedException;
import dev.serin.rollout.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What processes do one after the other over one state folder. Each is to be called in classes of
 * its own, so it takes and gives nothing but what they share.
 */
public final class RestartScript {
  /** How a model comes to where its rollout is. */
  enum History {
    NONE,
    PREFLIGHT,
    SHADOW,
    RAMPING,
    PAUSED,
    PROMOTED,
    COMPLETED,
    ROLLED_BACK,
    REJECTED
  }

  /** What somebody then asks. */
  enum Command {
    START,
    REPLACE,
    PAUSE,
    RESUME,
    ADVANCE,
    PROMOTE,
    ABORT,
    SPLIT
  }

  private RestartScript() {}

  /** Makes a history and returns it. The plan of a model without a block is nobody's to make. */
  public static List<String> begin(String folder, boolean block, String history) throws Exception {
    try (var open = StateFolder.open(Path.of(folder));
        var journal = Journal.open(open)) {
      var rig = new RolloutGateway(new Control.State(journal, ShutdownFile.of(open, journal)));
      if (block) {
        rig.plan = plan(history.equals(History.SHADOW.name()));
      }
      play(rig, History.valueOf(history));
      if (!history.equals(History.NONE.name()) && !rig.rollout().state().label().equals(history)) {
        throw new IllegalStateException(rig.state());
      }
      rig.gateway.control.close();
    }
    return read(folder);
  }

  /** Returns the histories of folders. */
  public static List<String> read(List<String> folders) throws IOException {
    var all = new ArrayList<String>();
    for (var folder : folders) {
      all.addAll(read(folder));
    }
    return all;
  }

  /** Goes on with a history, asks something, and returns the history as it then is. */
  public static List<String> ask(String folder, boolean block, String command) throws Exception {
    try (var open = StateFolder.open(Path.of(folder));
        var journal = Journal.open(open)) {
      var rig = new RolloutGateway(new Control.State(journal, ShutdownFile.of(open, journal)));
      if (block) {
        rig.plan = plan(/* shadow= */ false);
      }
      try {
        play(rig, Command.valueOf(command));
      } catch (ChangeRefusedException | RolloutRefusedException e) {
        // Not every command goes with every state.
      }
      rig.gateway.control.close();
    }
    return read(folder);
  }

  private static List<String> read(String folder) throws IOException {
    try (var open = StateFolder.open(Path.of(folder));
        var journal = Journal.open(open)) {
      return journal.load().stream().map(Revision::toString).toList();
    }
  }

  private static void play(RolloutGateway rig, History history) {
    switch (history) {
      case NONE -> rig.gateway.set("1=0.75 2=0.25");
      case PREFLIGHT -> rig.start(2);
      case SHADOW, RAMPING -> rig.ramp();
      case PAUSED -> {
        rig.ramp();
        rig.submit(new RolloutCommand.Pause(request("p")));
      }
      case PROMOTED, COMPLETED -> {
        rig.ramp();
        rig.submit(new RolloutCommand.Promote(request("m"), /* full= */ true, true));
        rig.gates = rollout -> Optional.of(Seen.of(rollout).report());
        if (history == History.COMPLETED) {
          rig.seconds(Duration.ofHours(1).toSeconds());
        }
      }
      case ROLLED_BACK -> {
        rig.ramp();
        rig.submit(new RolloutCommand.Abort(request("a")));
      }
      case REJECTED -> {
        rig.start(2);
        rig.check(Optional.of("NaN"));
      }
    }
  }

  private static void play(RolloutGateway rig, Command command) {
    var request = request("second");
    switch (command) {
      case START, REPLACE -> {
        boolean replace = command == Command.REPLACE;
        rig.submit(new RolloutCommand.Start(
            request, OptionalLong.of(replace ? 3 : 2), /* force= */ true, replace));
        rig.check(Optional.empty());
      }
      case PAUSE -> rig.submit(new RolloutCommand.Pause(request));
      case RESUME -> rig.submit(new RolloutCommand.Resume(request));
      case ADVANCE -> rig.submit(new RolloutCommand.Advance(request, /* skipEvidence= */ true));
      case PROMOTE -> rig.submit(new RolloutCommand.Promote(request, /* full= */ true, true));
      case ABORT -> rig.submit(new RolloutCommand.Abort(request));
      case SPLIT -> rig.gateway.force("1=0.5 2=0.5");
    }
  }

  /** Made without a look at any default. */
  private static LivePlan plan(boolean shadow) {
    var promotion =
        new Promotion(Duration.ofMinutes(30), Duration.ofHours(2), OptionalDouble.empty());
    return new LivePlan(
        Plan.DEFAULT,
        OptionalLong.empty(),
        List.of(),
        new TreeSet<>(),
        shadow ? Optional.of(Shadowing.DEFAULT) : Optional.empty(),
        Optional.empty(),
        promotion,
        Duration.ofMinutes(45));
  }
}
