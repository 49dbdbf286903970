package dev.serin.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.rollout.LivePlan;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState.Completed;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Promoted;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.Rejected;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.rollout.RolloutState.Shadow;
import dev.serin.split.Share;
import dev.serin.split.Split;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must hold between a revision and the next one, whatever happens: laws 6, 7 and 11. A model
 * of its own: it keeps the shares that were reached, who has to look, and how long a phase was
 * seen, and asks the code under test for none of that.
 */
final class RolloutLaws {
  private static final Set<PauseReason> ENDING = EnumSet.of(
      PauseReason.NO_TRAFFIC,
      PauseReason.FREEZE_WINDOW,
      PauseReason.UNCLEAN_RESTART,
      PauseReason.CONTROLLER_STALE);

  /** What is being done. */
  enum Act {
    START,
    PAUSE,
    RESUME,
    ADVANCE,
    PROMOTE,
    ABORT,
    SET,
    FILE,
    TICK,
    CHECK,
    POOL,
    RESTART
  }

  /**
   * An act with what matters of it.
   *
   * @param insists whether evidence is skipped, a promotion or a split forced
   */
  record Action(Act act, boolean insists, RolloutScene scene, boolean windowOpen) {}

  /** Revisions in force so far, oldest first, with what was done then. */
  private final List<Revision> decided = new ArrayList<>();

  private final List<Boolean> supersedes = new ArrayList<>();
  private final Set<Long> crashes = new HashSet<>();
  private final Map<String, BigDecimal> reached = new HashMap<>();
  private final Set<String> waiting = new HashSet<>();
  private final Map<String, Set<Boolean>> answers = new HashMap<>();
  /** Whether somebody approved that the share in force is left. */
  private boolean approved;
  /** How long the phase in force lasted at most, without pauses. */
  private Duration counted = Duration.ZERO;
  /** How long ago the last crash was. */
  private Duration sinceCrash = Duration.ZERO;
  /** Of each rollout, how often it went back by a step since the service got slow. */
  private final Map<String, Integer> slowdowns = new HashMap<>();
  /** Since users were last taken off a canary for that. */
  private Duration sinceLowered = Duration.ZERO;
  /** How many revisions there were when the file was changed. */
  private int fileChanged;
  /** What was come across, to know that the laws were put to a test. */
  final Set<String> met = new TreeSet<>();

  List<Revision> decided() {
    return decided;
  }

  void passed(Duration time) {
    sinceCrash = sinceCrash.plus(time);
    sinceLowered = sinceLowered.plus(time);
    boolean paused = decided
        .get(decided.size() - 1)
        .rollout()
        .map(Rollout::state)
        .filter(Paused.class::isInstance)
        .isPresent();
    if (!paused && time.compareTo(Duration.ofSeconds(30)) <= 0) {
      counted = counted.plus(time);
    }
  }

  void fileChanged() {
    fileChanged = decided.size();
  }

  void answered(String rollout, boolean fine) {
    answers.computeIfAbsent(rollout, id -> new HashSet<>()).add(fine);
  }

  boolean answeredFine(String rollout) {
    return answers.getOrDefault(rollout, Set.of()).contains(true);
  }

  /** A gateway begins with what the disk has; the rest was never known to anybody again. */
  void restarted(int written, boolean clean) {
    decided.subList(written, decided.size()).clear();
    supersedes.subList(written, supersedes.size()).clear();
    crashes.removeIf(number -> number > written);
    fileChanged = Math.min(fileChanged, written);
    waiting.clear();
    answers.clear();
    slowdowns.clear();
    reached.clear();
    approved = false;
    var before = counted;
    for (int i = 0; i < decided.size(); i++) {
      learn(i == 0 ? decided.get(0) : decided.get(i - 1), decided.get(i));
    }
    counted = clean ? before : Duration.ZERO;
    sinceCrash = clean ? sinceCrash : Duration.ZERO;
  }

  int crashes(String rollout) {
    return (int) decided.stream()
        .filter(revision -> crashes.contains(revision.number()))
        .filter(revision -> revision.rollout().orElseThrow().identity().id().equals(rollout))
        .count();
  }

  /** The first revision of all. */
  void first(Revision revision) {
    decided.add(revision);
    supersedes.add(true);
  }

  /** Checks a revision that has come into force. */
  void next(Revision after, Action action) {
    var before = decided.get(decided.size() - 1);
    assertThat(after.number()).isEqualTo(before.number() + 1);
    var was = before.rollout();
    var is = after.rollout();
    if (is.isEmpty()) {
      assertThat(was).isEmpty();
      checkUnruled(before, after, action);
    } else if (was.isEmpty() || !same(was.get(), is.get())) {
      checkBegun(before, after, action);
    } else {
      checkFrozen(was.get(), is.get());
      if (was.get().active()) {
        checkMove(was.get(), is.get(), action);
      } else {
        assertThat(is.get().state()).as("over for ever").isEqualTo(was.get().state());
        assertThat(is.get().share()).as("over for ever").isEqualTo(was.get().share());
        checkUnruled(before, after, action);
      }
    }
    checkConsistent(before, after);
    var unused = after.sharing();
    decided.add(after);
    boolean byFile = after.author().name().equals("serin.yaml");
    supersedes.add(byFile || !was.equals(is) || action.act == Act.SET);
    if (!byFile
        && !after.author().name().equals("alice")
        && takesAllBackAndPauses(was, is)
        && !inDoubt(is)
        && !slowed(after)) {
      crashes.add(after.number());
    }
    learn(before, after);
  }

  private static boolean slowed(Revision revision) {
    return revision.reason().startsWith(PauseReason.SERVICE_SLOWDOWN.name());
  }

  private static boolean inDoubt(Optional<Rollout> is) {
    return is.filter(rollout -> rollout.state() instanceof Paused paused
            && paused.reason() == PauseReason.STATE_IN_DOUBT)
        .isPresent();
  }

  /** Whether users get a version that did not have them: such a revision is on disk before. */
  static boolean raises(Revision before, Revision after) {
    var was = before.activeRollout();
    var is = after.activeRollout();
    if (was.isPresent() && after.rollout().isPresent()) {
      var rollout = after.rollout().get();
      return same(was.get(), rollout) && rollout.share().compareTo(was.get().share()) > 0;
    }
    return is.isPresent()
        || before.stable() != after.stable()
        || after.split().versions().stream()
            .filter(version -> version != after.stable())
            .anyMatch(version ->
                after.split().share(version).compareTo(before.split().share(version)) > 0);
  }

  /** Whether a rollout raises, or will do so without a word of anybody. */
  static boolean goesOnByItself(Rollout rollout) {
    return rollout.state() instanceof Ramping
        || rollout.state() instanceof Shadow
        || (rollout.state() instanceof Paused paused && paused.endsByItself());
  }

  /** Only after a crash does a rollout that is not over lose all users by itself. */
  private static boolean takesAllBackAndPauses(Optional<Rollout> was, Optional<Rollout> is) {
    return was.filter(rollout -> !rollout.share().isZero()).isPresent()
        && is.filter(
                rollout -> rollout.state() instanceof Paused && rollout.share().isZero())
            .isPresent();
  }

  private void learn(Revision before, Revision after) {
    after.rollout().ifPresent(rollout -> {
      var id = rollout.identity().id();
      reached.merge(id, rollout.share().value(), BigDecimal::max);
      var was = before.rollout().filter(former -> same(former, rollout));
      was.filter(former -> !former.equals(rollout))
          .ifPresent(
              former -> met.add(former.state().name() + " to " + rollout.state().name()));
      boolean moved = was.filter(former ->
              former.share().equals(rollout.share()) && phase(former).equals(phase(rollout)))
          .isEmpty();
      if (moved) {
        counted = Duration.ZERO;
      }
      approved = rollout.state() instanceof Ramping
          && !moved
          && (approved
              || was.filter(former -> reason(former) == PauseReason.APPROVAL).isPresent());
      if (rollout.state() instanceof Paused paused) {
        met.add(paused.reason().name());
        if (paused.reason() == PauseReason.SERVICE_SLOWDOWN && was.isPresent()) {
          learnSlowdown(was.get(), rollout);
        } else if (!ENDING.contains(paused.reason())) {
          waiting.add(id);
        }
      } else {
        waiting.remove(id);
        met.add(rollout.state().label());
      }
    });
  }

  /** Who went back by a step goes on twice; whose users were not touched has to be looked at. */
  private void learnSlowdown(Rollout was, Rollout is) {
    var id = is.identity().id();
    boolean lowered = is.share().compareTo(was.share()) < 0;
    boolean again = reason(was) == PauseReason.SERVICE_SLOWDOWN;
    if (lowered) {
      met.add(again ? "slow again" : "slow");
      sinceLowered = Duration.ZERO;
    }
    if (!again && (!lowered || slowdowns.merge(id, 1, Integer::sum) > 2)) {
      waiting.add(id);
    }
  }

  /**
   * Where no rollout runs a share rises only because a person or a new text of the file says so.
   */
  private void checkUnruled(Revision before, Revision after, Action action) {
    if (raises(before, after)) {
      boolean pending = !supersedes.subList(fileChanged, supersedes.size()).contains(true);
      boolean byFile = after.author().name().equals("serin.yaml") && pending;
      assertThat(action.act == Act.SET || byFile)
          .as("%s of %s raises without a word of anybody, after %s", action, after, before)
          .isTrue();
      met.add("raised without a rollout");
    }
  }

  private void checkBegun(Revision before, Revision after, Action action) {
    var rollout = after.rollout().orElseThrow();
    assertThat(action.act).isEqualTo(Act.START);
    assertThat(before.activeRollout()).isEmpty();
    assertThat(before.split()).as("nobody moves").isEqualTo(Split.all(before.stable()));
    assertThat(rollout.state()).isInstanceOf(Preflight.class);
    assertThat(rollout.share()).isEqualTo(Share.ZERO);
    assertThat(rollout.identity().stable()).isEqualTo(before.stable());
    assertThat(reached)
        .as("an id is used once")
        .doesNotContainKey(rollout.identity().id());
  }

  private static void checkFrozen(Rollout was, Rollout is) {
    assertThat(is.identity()).isEqualTo(was.identity());
    assertThat(is.plan()).isEqualTo(was.plan());
    assertThat(is.terms()).isEqualTo(was.terms());
  }

  private void checkMove(Rollout was, Rollout is, Action action) {
    if (is.share().compareTo(was.share()) > 0) {
      checkRise(was, is, action);
    }
    if (was.state() instanceof Preflight && !(is.state() instanceof Preflight)) {
      checkPreflightLeft(was, is, action);
    }
    boolean goesOn = !(is.state() instanceof Paused) && !(is.state() instanceof RolledBack);
    if (was.state() instanceof Paused && goesOn) {
      checkResumed(was, action);
    }
    if (is.state() instanceof Completed) {
      assertThat(was.state()).isInstanceOf(Promoted.class);
      assertThat(action.act).isEqualTo(Act.TICK);
      assertThat(counted).as("time in %s", was).isGreaterThanOrEqualTo(bake(was));
      assertThat(action.scene.doubtful() || action.scene.suffices(false)).isTrue();
    }
    if (is.state() instanceof Rejected) {
      assertThat(was.state()).isInstanceOf(Preflight.class);
    }
  }

  private void checkRise(Rollout was, Rollout is, Action action) {
    met.add(action.act + (action.insists ? " insisting" : "") + " raises");
    switch (action.act) {
      case TICK -> checkRiseBySelf(was, is, action);
      case CHECK -> {
        assertThat(was.state()).isInstanceOf(Preflight.class);
        assertThat(is.share()).isEqualTo(following(was));
      }
      case RESUME -> checkReached(was, is);
      case ADVANCE -> {
        assertThat(is.share()).isEqualTo(following(was));
        if (!action.insists) {
          checkComplete(was, action);
        }
      }
      case PROMOTE -> {
        assertThat(is.share()).isEqualTo(Share.ONE);
        if (!action.insists) {
          checkComplete(was, action);
        }
      }
      case SET -> assertThat(action.insists).as("only force raises").isTrue();
      default -> throw new AssertionError(action + " raises " + was + " to " + is);
    }
  }

  private void checkRiseBySelf(Rollout was, Rollout is, Action action) {
    if (was.state() instanceof Paused paused) {
      met.add("raises after " + paused.reason());
      checkReached(was, is);
      if (paused.reason() == PauseReason.UNCLEAN_RESTART) {
        assertThat(sinceCrash).isGreaterThanOrEqualTo(was.plan().cooldown());
        assertThat(action.windowOpen).isTrue();
      }
    } else {
      assertThat(is.share()).as("one step").isEqualTo(following(was));
      if (!(was.state() instanceof Preflight)) {
        checkComplete(was, action);
        assertThat(action.windowOpen).isTrue();
        assertThat(!was.plan().approvals().contains(was.share()) || approved)
            .as("somebody approved that %s is left", was)
            .isTrue();
      }
    }
  }

  /** Law 7: nothing is missing, and for long enough. */
  private void checkComplete(Rollout was, Action action) {
    boolean proof = was.plan().plan().evidence().containsKey(was.share());
    assertThat(action.scene.suffices(proof)).as("%s raises %s", action, was).isTrue();
    assertThat(counted).as("time in %s", was).isGreaterThanOrEqualTo(bake(was));
    assertThat(action.windowOpen).isTrue();
  }

  private static Duration bake(Rollout rollout) {
    LivePlan plan = rollout.plan();
    if (rollout.state() instanceof Promoted) {
      return plan.promotion().watch();
    }
    return rollout.share().isZero()
        ? plan.shadow().orElseThrow().duration()
        : plan.plan().bake();
  }

  /** A pause gives nobody a share that was not reached before; but for the first step. */
  private void checkReached(Rollout was, Rollout is) {
    assertThat(was.state()).isInstanceOf(Paused.class);
    var first = was.plan().plan().steps().get(0).value();
    var most = requireNonNull(reached.get(was.identity().id()));
    assertThat(is.share().value()).isLessThanOrEqualTo(most.max(most.signum() > 0 ? first : most));
    assertThat(was.plan().plan().steps()).contains(is.share());
  }

  private void checkResumed(Rollout was, Action action) {
    var reason = reason(was);
    boolean bySomebody = EnumSet.of(Act.RESUME, Act.ADVANCE, Act.PROMOTE).contains(action.act);
    boolean bySelf = action.act == Act.TICK
        && (ENDING.contains(reason) || reason == PauseReason.SERVICE_SLOWDOWN)
        && !waiting.contains(was.identity().id());
    assertThat(bySomebody || bySelf).as("%s ends %s", action, was).isTrue();
    if (bySelf && reason == PauseReason.SERVICE_SLOWDOWN) {
      assertThat(sinceLowered).isGreaterThanOrEqualTo(was.plan().plan().bake());
      assertThat(action.windowOpen).isTrue();
    }
    met.add((bySelf ? "ends by itself: " : "is ended: ") + reason);
  }

  private void checkPreflightLeft(Rollout was, Rollout is, Action action) {
    var found = answers.getOrDefault(was.identity().id(), Set.of());
    if (is.state() instanceof Rejected) {
      assertThat(found).contains(false);
    } else if (!(is.state() instanceof RolledBack)) {
      assertThat(found).as("%s leaves the preflight", action).contains(true);
      assertThat(is.state())
          .isInstanceOf(was.plan().shadow().isPresent() ? Shadow.class : Ramping.class);
    }
  }

  private static void checkConsistent(Revision before, Revision after) {
    after.activeRollout().ifPresent(rollout -> {
      var identity = rollout.identity();
      var split = Split.of(Map.of(
          identity.stable(),
          Share.ONE.minus(rollout.share()),
          identity.candidate(),
          rollout.share()));
      boolean promoted = rollout.state() instanceof Promoted;
      assertThat(after.split()).isEqualTo(split);
      assertThat(after.stable()).isEqualTo(promoted ? identity.candidate() : identity.stable());
      assertThat(after.assignment().salt()).isEqualTo(identity.id());
      assertThat(rollout.share().equals(Share.ONE)).isEqualTo(promoted);
      checkStep(rollout);
      assertThat(rollout.phase()).isLessThanOrEqualTo(after.number());
      var was = before.rollout().filter(former -> same(former, rollout));
      if (was.filter(former -> former.share().equals(rollout.share())).isEmpty()) {
        assertThat(rollout.phase()).as("a share begins a phase").isEqualTo(after.number());
      }
    });
    after.rollout().filter(rollout -> !rollout.active()).ifPresent(rollout -> {
      boolean over = before.activeRollout().isPresent();
      if (over && !(rollout.state() instanceof Completed)) {
        assertThat(after.split()).isEqualTo(Split.all(rollout.identity().stable()));
        assertThat(after.stable()).isEqualTo(rollout.identity().stable());
      }
      assertThat(rollout.share())
          .isEqualTo(rollout.state() instanceof Completed ? Share.ONE : Share.ZERO);
    });
  }

  private static void checkStep(Rollout rollout) {
    var steps = rollout.plan().plan().steps();
    if (rollout.state() instanceof Ramping ramping) {
      assertThat(rollout.share()).isEqualTo(steps.get(ramping.step() - 1)).isNotEqualTo(Share.ONE);
    } else if (rollout.state() instanceof Preflight || rollout.state() instanceof Shadow) {
      assertThat(rollout.share()).isEqualTo(Share.ZERO);
    } else if (rollout.state() instanceof Paused paused) {
      assertThat(paused.step()).isBetween(0, steps.size() - 1);
    }
  }

  /** The first share of the plan above this one. */
  private static Share following(Rollout rollout) {
    return rollout.plan().plan().steps().stream()
        .filter(step -> step.compareTo(rollout.share()) > 0)
        .findFirst()
        .orElseThrow();
  }

  private static String phase(Rollout rollout) {
    return rollout.trial().map(trial -> trial.phase().name()).orElse("");
  }

  private static PauseReason reason(Rollout rollout) {
    return rollout.state() instanceof Paused paused ? paused.reason() : PauseReason.MANUAL;
  }

  private static boolean same(Rollout one, Rollout other) {
    return one.identity().id().equals(other.identity().id());
  }
}
