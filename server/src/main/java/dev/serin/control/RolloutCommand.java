package dev.serin.control;

import static java.util.Objects.requireNonNull;

import dev.serin.access.Author;
import dev.serin.rollout.LivePlan;
import dev.serin.split.Share;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A command of an operator to a model's rollout. */
public sealed interface RolloutCommand {
  Request request();

  /**
   * The parts that all commands share.
   *
   * @param expectedRevision the revision that must be in force, or null for any
   * @param requestId a command with the same one changes nothing a second time; empty: each is new
   */
  record Request(
      String model,
      @Nullable Long expectedRevision,
      Author author,
      String reason,
      String requestId) {
    /** Checks that the parts are there. */
    public Request {
      requireNonNull(model, "model");
      requireNonNull(author, "author");
      requireNonNull(reason, "reason");
      requireNonNull(requestId, "requestId");
    }
  }

  /**
   * Start a rollout.
   *
   * @param candidate empty: the one of the plan
   * @param force although the candidate was rolled back recently, or the cool-down lasts
   * @param replace after aborting the running one
   * @param canary the share of the first step; empty: the plan's
   */
  record Start(
      Request request,
      OptionalLong candidate,
      boolean force,
      boolean replace,
      Optional<Share> canary)
      implements RolloutCommand {
    /** A start with the plan's own steps. */
    public Start(Request request, OptionalLong candidate, boolean force, boolean replace) {
      this(request, candidate, force, replace, Optional.empty());
    }

    /** Returns the version to roll out: the plan's if the command names none; empty if neither. */
    OptionalLong candidate(LivePlan plan) {
      return candidate.isPresent() ? candidate : plan.candidate();
    }
  }

  /** Pause: no raise until it is resumed. */
  record Pause(Request request) implements RolloutCommand {}

  /** Resume. */
  record Resume(Request request) implements RolloutCommand {}

  /**
   * Go to the next step now.
   *
   * @param skipEvidence whatever evidence is missing
   */
  record Advance(Request request, boolean skipEvidence) implements RolloutCommand {}

  /**
   * Give the candidate all users now.
   *
   * @param full from any step
   * @param force whatever is missing
   */
  record Promote(Request request, boolean full, boolean force) implements RolloutCommand {}

  /** Take all users back at once. */
  record Abort(Request request) implements RolloutCommand {}
}
