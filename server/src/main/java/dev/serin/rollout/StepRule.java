package dev.serin.rollout;

import dev.serin.gate.GateSettings;
import dev.serin.gate.Judgement;
import dev.serin.gate.Need;
import dev.serin.gate.Progress;
import dev.serin.gate.Verdict.Harm;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The rule by which a step of a plan ends, the same for live and for recorded calls: harm comes
 * first; without harm the canary leaves the step when nothing is missing. Decides only.
 *
 * <p>Thread-safe: immutable.
 */
public final class StepRule {
  private final Plan plan;
  private final Requirements requirements;

  /** Makes the rule of a plan whose canary is judged under these settings. */
  public StepRule(Plan plan, GateSettings gates) {
    this.plan = plan;
    this.requirements = new Requirements(plan, gates.quality().required());
  }

  /**
   * Returns the harm to act on: what takes all users back, else what takes users off the canary by
   * a step, else what pauses. Its consequence says which of these it is.
   */
  public static Optional<Harm> harm(Judgement judgement) {
    return judgement.rollback().or(judgement::lower).or(judgement::pause);
  }

  /** Whether the canary leaves this share only when the gates have proved it fine. */
  public boolean proves(Share share) {
    return plan.requirement(share) == Plan.Requirement.NON_INFERIOR;
  }

  /**
   * Returns what is missing to leave the step in force; empty if nothing is.
   *
   * @param elapsed how much of the step counts for the bake
   */
  public List<Need> missing(Progress now, Duration elapsed, Judgement judgement) {
    return requirements.missing(now, elapsed, judgement);
  }

  /**
   * Returns the reason why the canary leaves a share.
   *
   * @param noHarm says that there was no harm, and where
   */
  public String reason(Share share, String noHarm) {
    return proves(share) ? noHarm + ", and every required gate has proved the canary fine" : noHarm;
  }
}
