package dev.serin.rollout;

/**
 * The state of a rollout. {@link Completed}, {@link RolledBack} and {@link Rejected} are final:
 * such a rollout never runs again, and another try is another rollout.
 */
public sealed interface RolloutState {
  /** The candidate is tried on recent calls. */
  record Preflight() implements RolloutState {}

  /** The candidate answers copies of calls; callers never see these answers. */
  record Shadow() implements RolloutState {}

  /**
   * The canary has the users of a step.
   *
   * @param step from 1
   * @param approved whether an operator has approved leaving the step
   */
  record Ramping(int step, boolean approved) implements RolloutState {}

  /**
   * The canary is not raised until an operator resumes the rollout, or the reason is gone.
   *
   * @param detail what happened, in words
   * @param step to continue with, from 1; 0 for the shadow
   * @param tries whether it continues by itself, to see whether the service gets slow again
   */
  record Paused(PauseReason reason, String detail, int step, boolean tries)
      implements RolloutState {
    /** A pause that does not try. */
    public Paused(PauseReason reason, String detail, int step) {
      this(reason, detail, step, false);
    }

    /** Whether it ends without an operator. */
    public boolean endsByItself() {
      return tries || reason.endsByItself();
    }
  }

  /**
   * The candidate is stable and is watched; the former stable is kept.
   *
   * @param averageRunLength after how many calls without a change a false notice of one may come
   */
  record Promoted(double averageRunLength) implements RolloutState {}

  /** The candidate is stable. */
  record Completed() implements RolloutState {}

  /**
   * The former stable has all users again.
   *
   * @param cause what happened
   * @param detail the same in words
   */
  record RolledBack(RollbackCause cause, String detail) implements RolloutState {}

  /**
   * The candidate never had users.
   *
   * @param detail what is wrong with it, in words
   */
  record Rejected(String detail) implements RolloutState {}

  /** The name of the state. */
  default StateName name() {
    if (this instanceof Preflight) {
      return StateName.PREFLIGHT;
    } else if (this instanceof Shadow) {
      return StateName.SHADOW;
    } else if (this instanceof Ramping) {
      return StateName.RAMPING;
    } else if (this instanceof Paused) {
      return StateName.PAUSED;
    } else if (this instanceof Promoted) {
      return StateName.PROMOTED;
    } else if (this instanceof Completed) {
      return StateName.COMPLETED;
    }
    return this instanceof RolledBack ? StateName.ROLLED_BACK : StateName.REJECTED;
  }

  /** Whether the state is final. */
  default boolean terminal() {
    return name().next().isEmpty();
  }

  /** The name of the state as text, such as {@code ROLLED_BACK}. */
  default String label() {
    return name().name();
  }

  /** What happened, in words; empty where there is nothing to say. */
  default String detail() {
    if (this instanceof Paused paused) {
      return paused.detail;
    } else if (this instanceof RolledBack back) {
      return back.detail;
    }
    return this instanceof Rejected rejected ? rejected.detail : "";
  }
}
