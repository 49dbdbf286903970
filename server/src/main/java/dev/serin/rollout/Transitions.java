package dev.serin.rollout;

import dev.serin.rollout.RolloutEvent.Abort;
import dev.serin.rollout.RolloutEvent.Advance;
import dev.serin.rollout.RolloutEvent.CandidateCrashed;
import dev.serin.rollout.RolloutEvent.Command;
import dev.serin.rollout.RolloutEvent.Crashed;
import dev.serin.rollout.RolloutEvent.FilesLost;
import dev.serin.rollout.RolloutEvent.InDoubt;
import dev.serin.rollout.RolloutEvent.Pause;
import dev.serin.rollout.RolloutEvent.PreflightEnded;
import dev.serin.rollout.RolloutEvent.Promote;
import dev.serin.rollout.RolloutEvent.Replace;
import dev.serin.rollout.RolloutEvent.Resume;
import dev.serin.rollout.RolloutEvent.SetShare;
import dev.serin.rollout.RolloutEvent.Tick;
import java.util.Optional;

/**
 * The rollout machine: which transition follows from an event. A pure function; the caller applies
 * the transition.
 */
public final class Transitions {
  private Transitions() {}

  /**
   * Returns the transition that follows from an event; empty if the rollout stays as it is.
   *
   * @throws RolloutRefusedException if a command does not fit the state of the rollout
   * @throws IllegalStateException if the transition is not one of {@link StateName#next}
   */
  public static Optional<Transition> on(
      Rollout rollout, Observation observation, RolloutEvent event) {
    var transition = event instanceof Command command
        ? Optional.of(command(rollout, observation, command))
        : incident(rollout, observation, event);
    transition.ifPresent(next -> check(rollout.state().name(), next.state().name()));
    return transition;
  }

  private static Optional<Transition> incident(
      Rollout rollout, Observation observation, RolloutEvent event) {
    if (event instanceof Tick) {
      return RolloutRules.next(rollout, observation);
    } else if (event instanceof PreflightEnded ended) {
      return Incidents.preflightEnded(rollout, observation, ended);
    } else if (event instanceof Crashed) {
      return Incidents.crashed(rollout);
    } else if (event instanceof InDoubt doubt) {
      return Incidents.inDoubt(rollout, doubt.why());
    } else if (event instanceof CandidateCrashed crashed) {
      return Incidents.candidateCrashed(rollout, crashed.how());
    } else if (event instanceof FilesLost lost) {
      return Incidents.filesLost(rollout, lost.version());
    }
    return Incidents.termsChanged(rollout);
  }

  private static Transition command(Rollout rollout, Observation observation, Command command) {
    if (command instanceof Pause pause) {
      return RolloutCommands.pause(rollout, pause.why());
    } else if (command instanceof Resume resume) {
      return RolloutCommands.resume(rollout, resume.why());
    } else if (command instanceof Advance advance) {
      return RolloutCommands.advance(rollout, observation, advance.skipEvidence(), advance.why());
    } else if (command instanceof Promote promote) {
      return RolloutCommands.promote(
          rollout, observation, promote.full(), promote.force(), promote.why());
    } else if (command instanceof SetShare set) {
      return RolloutCommands.split(rollout, set.share(), set.force(), set.why());
    } else if (command instanceof Replace replace) {
      return RolloutCommands.replace(rollout, replace.why());
    }
    return RolloutCommands.abort(rollout, ((Abort) command).why());
  }

  private static void check(StateName from, StateName to) {
    if (!from.next().contains(to)) {
      throw new IllegalStateException(
          "transition: " + from + " to " + to + " (expected: to one of " + from.next() + ")");
    }
  }
}
