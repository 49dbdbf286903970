package dev.serin.control;

import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.gate.Moment;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.Rollout.Identity;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.split.Share;
import dev.serin.split.Split;
import java.time.Duration;
import java.util.List;

/** Whether a rollout may start, and the revision that starts it. Decides only. */
final class RolloutStart {
  /** How long a version that was rolled back needs force to be tried again. */
  private static final Duration MEMORY = Duration.ofHours(24);

  private final VersionPool pool;
  private final RevisionHistory history;
  private final Plans plans;

  RolloutStart(VersionPool pool, RevisionHistory history, Plans plans) {
    this.pool = pool;
    this.history = history;
    this.plans = plans;
  }

  /** Returns the plan to start with; throws {@link ChangeRefusedException} if it may not start. */
  LivePlan check(Revision current, RolloutCommand.Start start, Moment now) {
    var model = current.model();
    var plan = plan(model, start);
    var request = start.request();
    Audit.check(request.author(), request.reason());
    checkNoneRuns(current, start.replace());
    checkUnshared(current);
    checkQuality(model);
    long candidate = candidate(current, plan, start);
    new SplitRules(pool.versions(model)).checkCandidate(stable(current), candidate);
    if (!start.force()) {
      checkCooled(current, plan, now);
      checkNotRolledBack(model, sha256(model, candidate), now);
    }
    return plan;
  }

  private LivePlan plan(String model, RolloutCommand.Start start) {
    var plan = plans.plan(model).orElse(LivePlan.DEFAULT);
    try {
      return start.canary().map(plan::startingAt).orElse(plan);
    } catch (IllegalArgumentException e) {
      throw new ChangeRefusedException(Kind.INVALID, String.valueOf(e.getMessage()));
    }
  }

  /** Returns the revision that starts the rollout; no user changes version yet. */
  Revision revision(
      Revision current, RolloutCommand.Start start, LivePlan plan, String id, Moment now) {
    var model = current.model();
    long candidate = candidate(current, plan, start);
    var identity = new Identity(
        id, number(current), current.stable(), candidate, sha256(model, candidate), now.time());
    var rollout = new Rollout(
        identity,
        plan,
        plans.terms(model),
        new Preflight(),
        Share.ZERO,
        now,
        current.number() + 1,
        0,
        0,
        start.request().requestId(),
        List.of());
    var proposal = new Proposal(
        Split.all(current.stable()),
        current.stable(),
        false,
        now,
        start.request().author(),
        Audit.reason("rollout #" + identity.number() + " of version " + candidate
            + (start.request().reason().isEmpty() ? "" : ": " + start.request().reason())),
        current.fileHash());
    return new SplitRules(pool.versions(model))
        .begin(current, candidate, id, proposal)
        .with(rollout);
  }

  /** The number of the next rollout. */
  static long number(Revision current) {
    return current.rollout().map(rollout -> rollout.identity().number()).orElse(0L) + 1;
  }

  private static long candidate(Revision current, LivePlan plan, RolloutCommand.Start start) {
    long candidate = start
        .candidate(plan)
        .orElseThrow(() -> new ChangeRefusedException(
            Kind.INVALID,
            "candidate: none (expected: the version to roll out, here or as rollout.candidate of "
                + current.model() + " in the configuration)"));
    if (candidate == stable(current)) {
      throw new ChangeRefusedException(
          Kind.PRECONDITION, "candidate: " + candidate + " is stable (expected: another version)");
    }
    return candidate;
  }

  /** The version that has all users once the rollout that runs is aborted. */
  private static long stable(Revision current) {
    return current
        .activeRollout()
        .map(rollout -> rollout.identity().stable())
        .orElse(current.stable());
  }

  private static void checkNoneRuns(Revision current, boolean replace) {
    current.activeRollout().filter(unused -> !replace).ifPresent(rollout -> {
      throw new ChangeRefusedException(
          Kind.PRECONDITION,
          "rollout: #" + rollout.identity().number() + " of version "
              + rollout.identity().candidate() + " is " + rollout.state().label()
              + " (expected: none, or --replace to take its users back first)");
    });
  }

  private static void checkUnshared(Revision current) {
    boolean shared = !current.split().share(current.stable()).equals(Share.ONE);
    if (shared && current.activeRollout().isEmpty()) {
      throw new ChangeRefusedException(
          Kind.PRECONDITION,
          "split: " + current.split()
              + " (expected: stable with all users, because a rollout assigns users"
              + " again; `./serin split set " + current.model() + " " + current.stable()
              + "=1` gives them back)");
    }
  }

  private void checkQuality(String model) {
    var terms = plans.terms(model);
    if (terms.gates().quality().required() && terms.quality().isEmpty()) {
      throw new ChangeRefusedException(
          Kind.PRECONDITION,
          "quality: not configured for " + model
              + " (expected: a `quality` block of the model in serin.yaml, or there"
              + " `gates: {quality: {required: false}}` to roll out without labels)");
    }
  }

  private static void checkCooled(Revision current, LivePlan plan, Moment now) {
    current
        .rollout()
        .filter(rollout -> rollout.state() instanceof RolledBack)
        .map(rollout ->
            plan.cooldown().minusMillis(now.millis() - rollout.since().millis()))
        .filter(rest -> rest.compareTo(Duration.ZERO) > 0)
        .ifPresent(rest -> {
          throw new ChangeRefusedException(
              Kind.PRECONDITION,
              "cooldownAfterRollback: lasts until " + now.time().plus(rest)
                  + " (expected: a later start, " + MEMORY.toHours()
                  + " h later for the same file, or --force)");
        });
  }

  private void checkNotRolledBack(String model, String sha256, Moment now) {
    history.latest(model, RevisionHistory.KEPT).stream()
        .flatMap(revision -> revision.rollout().stream())
        .filter(rollout -> rollout.state() instanceof RolledBack)
        .filter(rollout -> rollout.identity().sha256().equals(sha256))
        .filter(rollout -> now.millis() - rollout.since().millis() < MEMORY.toMillis())
        .findFirst()
        .ifPresent(rollout -> {
          throw new ChangeRefusedException(
              Kind.PRECONDITION,
              "candidate: this file was rolled back by rollout #"
                  + rollout.identity().number()
                  + " at " + rollout.since().time() + ": " + rollout.state().detail()
                  + " (expected: another file, " + MEMORY.toHours() + " h after that, or --force)");
        });
  }

  /** Of a version that is ready; empty if it is not, which is said elsewhere. */
  private String sha256(String model, long version) {
    return pool.status(new VersionId(model, version))
        .flatMap(VersionStatus::loaded)
        .map(LoadedVersion::sha256)
        .orElse("");
  }
}
