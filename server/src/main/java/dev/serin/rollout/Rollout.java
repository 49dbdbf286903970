package dev.serin.rollout;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.Moment;
import dev.serin.gate.Terms;
import dev.serin.gate.Trial;
import dev.serin.gate.Trial.Phase;
import dev.serin.split.Share;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A rollout as of a revision: its plan and terms, which never change, and its progress.
 *
 * @param share of the candidate
 * @param since when the state began
 * @param phase the revision with which the candidate got this share in this way: a step, the
 *     shadow, or the watch after the promotion. A pause belongs to the phase that it interrupts.
 * @param crashes how often the gateway crashed while the candidate had users
 * @param slowdowns how often it went back by a step because the service got slow, to try again
 * @param requestId of the command that caused the last transition; empty if none did
 * @param evidence of the gates at the last transition
 */
public record Rollout(
    Identity identity,
    LivePlan plan,
    Terms terms,
    RolloutState state,
    Share share,
    Moment since,
    long phase,
    int crashes,
    int slowdowns,
    String requestId,
    List<GateState> evidence) {
  /** The gateway may crash once while the candidate has users. */
  private static final int CRASHES = 1;

  /** Copies the evidence. */
  public Rollout {
    requireNonNull(state, "state");
    evidence = List.copyOf(evidence);
  }

  /**
   * Identifies a rollout, and the versions between which it moves users.
   *
   * @param id unique, and what user ids are hashed with
   * @param number counts the rollouts of a model, from 1
   * @param stable the version that had all users when it was started
   * @param sha256 of the candidate, in hexadecimal
   */
  public record Identity(
      String id, long number, long stable, long candidate, String sha256, Instant started) {}

  /** Whether a transition can still follow. */
  public boolean active() {
    return !state.terminal();
  }

  /** The step in force or to go on with, from 1; 0 before the first one, and where none follows. */
  public int step() {
    if (state instanceof RolloutState.Ramping ramping) {
      return ramping.step();
    } else if (state instanceof RolloutState.Paused paused) {
      return paused.step();
    }
    return promoted() ? plan.plan().steps().size() : 0;
  }

  /** The rollout as the gates see it; empty before the checks and at the end. */
  public Optional<Trial> trial() {
    var length = state instanceof RolloutState.Promoted promoted
        ? OptionalDouble.of(promoted.averageRunLength())
        : OptionalDouble.empty();
    return phaseOfTrial()
        .map(now ->
            new Trial(identity.id(), identity.stable(), identity.candidate(), now, terms, length));
  }

  private Optional<Phase> phaseOfTrial() {
    if (state instanceof RolloutState.Promoted) {
      return Optional.of(Phase.WATCH);
    }
    boolean meets = active() && !(state instanceof RolloutState.Preflight);
    return meets ? Optional.of(step() == 0 ? Phase.SHADOW : Phase.SPLIT) : Optional.empty();
  }

  /**
   * Returns the rollout after a transition.
   *
   * @param revision the number of the revision that makes it
   */
  public Rollout after(
      Transition transition,
      Moment time,
      long revision,
      String requestId,
      List<GateState> evidence) {
    var moved = new Rollout(
        identity,
        plan,
        terms,
        transition.state(),
        transition.share(),
        time,
        phase,
        crashes,
        slowdowns + (tries(transition.state()) && !tries(state) ? 1 : 0),
        requestId,
        evidence);
    boolean samePhase = moved.phaseOfTrial().equals(phaseOfTrial()) && moved.share.equals(share);
    return samePhase ? moved : moved.inPhase(revision);
  }

  /**
   * Whether a version must stay loaded, to continue with or to roll back to.
   *
   * @param nowMillis of the statistics clock
   */
  public boolean keeps(long version, long nowMillis) {
    boolean old = state instanceof RolloutState.Completed
        && nowMillis - since.millis() < plan.promotion().keepOldFor().toMillis();
    return (active() && version == identity.candidate())
        || ((active() || old) && version == identity.stable());
  }

  /** Whether the gateway crashed more often than chance explains. */
  public boolean crashedTooOften() {
    return crashes > CRASHES;
  }

  /** The same with one more crash. */
  public Rollout crashed() {
    return new Rollout(
        identity,
        plan,
        terms,
        state,
        share,
        since,
        phase,
        crashes + 1,
        slowdowns,
        requestId,
        evidence);
  }

  private static boolean tries(RolloutState state) {
    return state instanceof RolloutState.Paused paused && paused.tries();
  }

  private Rollout inPhase(long revision) {
    return new Rollout(
        identity, plan, terms, state, share, since, revision, crashes, slowdowns, requestId,
        evidence);
  }

  /** Whether the candidate is the version that all others are compared with. */
  public boolean promoted() {
    return state instanceof RolloutState.Promoted || state instanceof RolloutState.Completed;
  }
}
