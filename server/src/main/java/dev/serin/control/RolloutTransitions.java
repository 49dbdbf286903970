package dev.serin.control;

import dev.serin.access.Author;
import dev.serin.gate.TrialReport;
import dev.serin.judge.StatisticsClock;
import dev.serin.model.VersionPool;
import dev.serin.rollout.GateState;
import dev.serin.rollout.Observation;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.Transition;
import dev.serin.split.Share;
import dev.serin.split.Split;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Applies transitions of rollouts as revisions, and gathers the observations they depend on.
 *
 * <p>Confined to the control thread.
 */
final class RolloutTransitions {
  private final VersionPool pool;
  private final StatisticsClock clock;
  private final Adoption adoption;
  private final FileBook files;
  private final Trials trials;
  private final SlowerCalls slower;
  private final PhaseClock times;

  RolloutTransitions(
      VersionPool pool,
      StatisticsClock clock,
      Adoption adoption,
      FileBook files,
      RolloutPorts ports) {
    this.pool = pool;
    this.clock = clock;
    this.adoption = adoption;
    this.files = files;
    this.trials = ports.trials();
    this.slower = ports.slower();
    this.times = new PhaseClock(ports.ticker());
  }

  /** Returns how long the phases have lasted. */
  PhaseClock times() {
    return times;
  }

  /** Observes a rollout. */
  Observation look(String model, Rollout rollout) {
    return look(model, rollout, false);
  }

  /**
   * Observes a rollout.
   *
   * @param stalled whether the controller stalled: no evaluation for longer than
   *     {@link PhaseClock#LONGEST_GAP}
   */
  Observation look(String model, Rollout rollout, boolean stalled) {
    var time = times.time(model, rollout);
    var report = trials.report(model, clock.millis());
    return new Observation(
        clock.wall(),
        time.elapsed(),
        time.inState(),
        stalled,
        report,
        report
            .flatMap(found -> found.judgement().rollback())
            .filter(harm -> harm.gate().ofLatency())
            .flatMap(harm -> slower.why(model, rollout.identity().candidate())));
  }

  /** Clears the finding that paused a model's rollout. */
  void acknowledge(String model) {
    trials.acknowledge(model, clock.millis());
  }

  /** Returns the version of a rollout whose files were lost and replaced, the candidate first. */
  OptionalLong replaced(String model, Rollout rollout) {
    var availability = new Availability(pool.versions(model));
    return LongStream.of(rollout.identity().candidate(), rollout.identity().stable())
        .filter(availability::replaced)
        .findFirst();
  }

  /** Puts the first revision of a rollout in force. */
  void begin(Revision first) {
    adoption.adopt(first, true);
    var rollout = first.rollout().orElseThrow();
    times.transitioned(first.model(), rollout, rollout);
  }

  /** Applies a transition with its own reason, and returns the revision in force then. */
  Revision apply(
      Revision current,
      Transition transition,
      Observation observation,
      Author author,
      String requestId) {
    return apply(current, transition, observation, audit(current, author, transition), requestId);
  }

  /** Applies a transition with the audit of a proposal, and returns the revision in force then. */
  Revision apply(
      Revision current,
      Transition transition,
      Observation observation,
      Proposal audit,
      String requestId) {
    var before = current.rollout().orElseThrow();
    var evidence = observation.report().stream()
        .map(TrialReport::judgement)
        .flatMap(judgement -> judgement.verdicts().stream())
        .map(GateState::of)
        .toList();
    var after = before.after(transition, clock.moment(), current.number() + 1, requestId, evidence);
    var next = revision(current, after, audit).with(after);
    adoption.adopt(next, !lowers(before, after) && raises(current, next));
    times.transitioned(current.model(), before, after);
    return next;
  }

  private Revision revision(Revision current, Rollout after, Proposal audit) {
    var rules = new SplitRules(pool.versions(current.model()));
    var identity = after.identity();
    long stable = after.promoted() ? identity.candidate() : identity.stable();
    var split = split(identity, after.share());
    var proposal = new Proposal(
        split, stable, true, audit.at(), audit.author(), audit.reason(), audit.fileHash());
    if (rules.asks(proposal, current)) {
      return SplitRules.unmoved(current, proposal);
    }
    return after.share().isZero() ? rules.back(current, proposal) : rules.next(current, proposal);
  }

  private static Split split(Rollout.Identity identity, Share share) {
    return Split.of(Map.of(identity.stable(), Share.ONE.minus(share), identity.candidate(), share));
  }

  /** A lowering of the candidate's share must not wait for the disk. */
  private static boolean lowers(Rollout before, Rollout after) {
    return after.share().compareTo(before.share()) < 0;
  }

  private static boolean raises(Revision current, Revision next) {
    var state = next.rollout().orElseThrow().state();
    boolean goesOn = !(state instanceof Paused) && !state.terminal();
    return goesOn || Raise.between(current, next);
  }

  /** A split of the file that is not in force now must not come into force later by itself. */
  private Proposal audit(Revision current, Author author, Transition transition) {
    return new Proposal(
        current.split(),
        null,
        true,
        clock.moment(),
        author,
        Audit.reason(transition.reason()),
        files.hash(current));
  }
}
