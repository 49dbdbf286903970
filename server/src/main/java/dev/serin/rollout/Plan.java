package dev.serin.rollout;

import static java.util.Objects.requireNonNull;

import dev.serin.split.Share;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How a canary is raised to all users.
 *
 * @param steps the canary's shares, rising to exactly 1
 * @param evidence what must hold to leave a step below 1; a step that is left out needs no harm
 * @param bake how long a step lasts at least; half of it at a share of at most 1 %
 * @param stepTimeout how long a step lasts at most without a decision
 */
public record Plan(
    List<Share> steps,
    SortedMap<Share, Requirement> evidence,
    Minimum minimum,
    Duration bake,
    Duration stepTimeout) {
  /** The shares of a rollout where nothing is configured. */
  public static final List<Share> DEFAULT_STEPS =
      Stream.of("0.05", "0.10", "0.25", "0.50", "1.0").map(Share::parse).toList();

  /** How long a step lasts at least where nothing is configured. */
  public static final Duration DEFAULT_BAKE = Duration.ofMinutes(10);

  /** How long a step lasts at most where nothing is configured. */
  public static final Duration DEFAULT_STEP_TIMEOUT = Duration.ofHours(6);

  /** What holds where nothing is configured. */
  public static final Plan DEFAULT = new Plan(
      DEFAULT_STEPS,
      lastStepProves(DEFAULT_STEPS),
      Minimum.DEFAULT,
      DEFAULT_BAKE,
      DEFAULT_STEP_TIMEOUT);

  private static final Share SMALL = new Share(new BigDecimal("0.01"));

  /** What must hold to leave a step. */
  public enum Requirement {
    /** No gate has found harm or is near it. */
    NO_HARM,
    /** That, and each gate that can has proved the canary fine. */
    NON_INFERIOR
  }

  /** What must have been seen in a step before it is left. */
  public record Minimum(long canaryCalls, long canaryUsers, long labelsPerRole) {
    /** What holds where nothing is configured. */
    public static final Minimum DEFAULT = new Minimum(300, 50, 100);
  }

  /** Checks the steps and that the evidence is about them. */
  public Plan {
    steps = List.copyOf(steps);
    evidence = Collections.unmodifiableSortedMap(new TreeMap<>(evidence));
    requireNonNull(minimum, "minimum");
    var last = Share.ZERO;
    for (var step : steps) {
      if (step.compareTo(last) <= 0) {
        throw new IllegalArgumentException(
            "steps: " + steps + " (expected: rising, the first above 0)");
      }
      last = step;
    }
    if (!last.equals(Share.ONE)) {
      throw new IllegalArgumentException("steps: " + steps + " (expected: the last one is 1)");
    }
    for (var share : evidence.keySet()) {
      if (!steps.contains(share) || share.equals(Share.ONE)) {
        throw new IllegalArgumentException("evidence: " + share + " (expected: one of the steps "
            + steps.subList(0, steps.size() - 1) + ")");
      }
    }
    if (bake.isNegative() || stepTimeout.compareTo(bake) <= 0) {
      throw new IllegalArgumentException(
          "stepTimeout: " + stepTimeout + " (expected: longer than the bake of " + bake + ")");
    }
  }

  /** Returns the evidence that asks for proof in the last step below 1, and nowhere else. */
  public static SortedMap<Share, Requirement> lastStepProves(List<Share> steps) {
    return steps.size() < 2
        ? new TreeMap<>()
        : new TreeMap<>(Map.of(steps.get(steps.size() - 2), Requirement.NON_INFERIOR));
  }

  /**
   * Returns this plan with another share in the first step. Steps up to it are left out, and it
   * needs what they needed. Throws {@link IllegalArgumentException} unless it is between 0 and 1.
   */
  public Plan startingAt(Share first) {
    if (first.isZero() || first.compareTo(Share.ONE) >= 0) {
      throw new IllegalArgumentException("canary: " + first + " (expected: above 0, below 1)");
    }
    var others = stepsAfter(first);
    var starting = new ArrayList<>(List.of(first));
    starting.addAll(others);
    var needs = new TreeMap<>(evidence);
    needs.keySet().retainAll(others);
    boolean proof = steps.stream()
        .filter(step -> !others.contains(step))
        .anyMatch(step -> requirement(step) == Requirement.NON_INFERIOR);
    needs.put(first, proof ? Requirement.NON_INFERIOR : Requirement.NO_HARM);
    return new Plan(starting, needs, minimum, bake, stepTimeout);
  }

  /** The steps that stay if the first one has this share. */
  List<Share> stepsAfter(Share first) {
    return steps.subList(steps.size() == 1 ? 0 : 1, steps.size()).stream()
        .filter(step -> step.compareTo(first) > 0)
        .toList();
  }

  /** What must hold to leave this share; a share that is no step of the plan asks for proof. */
  public Requirement requirement(Share share) {
    return steps.contains(share)
        ? Optional.ofNullable(evidence.get(share)).orElse(Requirement.NO_HARM)
        : Requirement.NON_INFERIOR;
  }

  /** How long the canary must have this share before it is raised. */
  public Duration bake(Share share) {
    return share.compareTo(SMALL) <= 0 ? bake.dividedBy(2) : bake;
  }
}
