package dev.serin.control;

import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.judge.StatisticsClock;
import dev.serin.model.VersionPool;
import dev.serin.rollout.Observation;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutEvent;
import dev.serin.rollout.RolloutRefusedException;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Transition;
import dev.serin.rollout.Transitions;
import org.jspecify.annotations.Nullable;

/**
 * Obeys the commands of operators, or refuses them with a {@link ChangeRefusedException}.
 *
 * <p>Confined to the control thread.
 */
final class RolloutRequests {
  private final RevisionHistory history;
  private final StatisticsClock clock;
  private final RolloutTransitions transitions;
  private final RolloutPorts ports;
  private final RolloutStart starts;

  RolloutRequests(
      VersionPool pool,
      StatisticsClock clock,
      RevisionHistory history,
      RolloutTransitions transitions,
      RolloutPorts ports) {
    this.clock = clock;
    this.history = history;
    this.transitions = transitions;
    this.ports = ports;
    this.starts = new RolloutStart(pool, history, ports.plans());
  }

  /** Obeys a command, and returns the revision in force then. */
  Revision obey(Revision current, RolloutCommand command) {
    var request = command.request();
    Audit.check(request.author(), request.reason());
    if (done(request)) {
      return current;
    }
    if (!(command instanceof RolloutCommand.Abort)) {
      expect(current, request.expectedRevision());
    }
    if (command instanceof RolloutCommand.Start start) {
      return start(current, start);
    }
    var rollout = current
        .rollout()
        .orElseThrow(() -> new ChangeRefusedException(
            Kind.NOT_FOUND,
            "rollout: " + current.model() + " has none (expected: one, by `rollout start`; use"
                + " `split set` to take back shares that were set by hand)"));
    if (command instanceof RolloutCommand.Abort
        && rollout.state() instanceof RolloutState.RolledBack) {
      return current;
    }
    var observation = transitions.look(current.model(), rollout);
    var transition = on(rollout, observation, event(command));
    if (command instanceof RolloutCommand.Resume) {
      checkQuality(current.model(), rollout);
    }
    var next =
        transitions.apply(current, transition, observation, request.author(), request.requestId());
    if (command instanceof RolloutCommand.Resume) {
      ports.trials().acknowledge(current.model(), clock.millis());
    }
    return next;
  }

  /** Applies a split that a caller or the file proposes while a rollout runs. */
  Revision split(Revision current, Rollout rollout, Proposal proposal) {
    var identity = rollout.identity();
    for (long version : proposal.split().versions()) {
      if (version != identity.stable() && version != identity.candidate()) {
        throw new ChangeRefusedException(
            Kind.PRECONDITION,
            "split: version " + version + " while rollout #" + identity.number()
                + " runs (expected: " + identity.stable() + " and " + identity.candidate()
                + ", or an end by `rollout abort`)");
      }
    }
    var named = proposal.stable();
    if (named != null && named == identity.candidate()) {
      throw new ChangeRefusedException(
          Kind.PRECONDITION,
          "stable: " + named + " while rollout #" + identity.number() + " runs (expected: "
              + identity.stable() + ", or `rollout promote`)");
    }
    var share = proposal.split().share(identity.candidate());
    var why = Audit.reason("the split was set to " + proposal.split() + " by hand or by the file");
    var observation = transitions.look(current.model(), rollout);
    var transition =
        on(rollout, observation, new RolloutEvent.SetShare(share, proposal.force(), why));
    return transitions.apply(current, transition, observation, proposal, "");
  }

  private static Transition on(
      Rollout rollout, Observation observation, RolloutEvent.Command command) {
    try {
      return Transitions.on(rollout, observation, command).orElseThrow();
    } catch (RolloutRefusedException e) {
      throw new ChangeRefusedException(Kind.PRECONDITION, e.getMessage());
    }
  }

  private static RolloutEvent.Command event(RolloutCommand command) {
    if (command instanceof RolloutCommand.Pause) {
      return new RolloutEvent.Pause(why("paused", command));
    } else if (command instanceof RolloutCommand.Resume) {
      return new RolloutEvent.Resume(why("resumed", command));
    } else if (command instanceof RolloutCommand.Advance advance) {
      return new RolloutEvent.Advance(advance.skipEvidence(), why("advanced", command));
    } else if (command instanceof RolloutCommand.Promote promote) {
      return new RolloutEvent.Promote(promote.full(), promote.force(), why("promoted", command));
    }
    return new RolloutEvent.Abort(why("aborted", command));
  }

  private static String why(String what, RolloutCommand command) {
    var reason = command.request().reason();
    return Audit.reason(what + " by hand" + (reason.isEmpty() ? "" : ": " + reason));
  }

  private Revision start(Revision current, RolloutCommand.Start start) {
    var plan = starts.check(current, start, clock.moment());
    var base =
        current.activeRollout().map(running -> replace(current, running, start)).orElse(current);
    var id =
        current.model() + "-" + RolloutStart.number(current) + "-" + ports.ids().get();
    var next = starts.revision(base, start, plan, id, clock.moment());
    transitions.begin(next);
    return next;
  }

  private Revision replace(Revision current, Rollout running, RolloutCommand.Start start) {
    var replace = new RolloutEvent.Replace(why("replaced", start));
    var observation = transitions.look(current.model(), running);
    var transition = on(running, observation, replace);
    return transitions.apply(current, transition, observation, start.request().author(), "");
  }

  /** Whether a command has been applied before. */
  private boolean done(RolloutCommand.Request request) {
    return !request.requestId().isEmpty()
        && history.latest(request.model(), RevisionHistory.KEPT).stream()
            .flatMap(revision -> revision.rollout().stream())
            .anyMatch(rollout -> rollout.requestId().equals(request.requestId()));
  }

  private static void expect(Revision current, @Nullable Long expected) {
    if (expected != null && expected != current.number()) {
      throw new ChangeRefusedException(
          Kind.CONFLICT, "revision " + current.number() + " is in force, not " + expected);
    }
  }

  /** Losses measured in different ways cannot be added. */
  private void checkQuality(String model, Rollout rollout) {
    var now = ports.plans().terms(model).quality();
    if (!now.equals(rollout.terms().quality())) {
      throw new ChangeRefusedException(
          Kind.PRECONDITION,
          "quality: " + now + " (expected: " + rollout.terms().quality()
              + ", as at the start of rollout #" + rollout.identity().number()
              + "; or `rollout abort` and a new start)");
    }
  }
}
