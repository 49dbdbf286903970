package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Role;
import dev.serin.client.Rollout.State;
import dev.serin.client.SplitRevision;
import dev.serin.control.Revision;
import dev.serin.journal.JournalFile;
import dev.serin.onnx.OnnxModels;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.split.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A rollout survives {@code kill -9} of its gateway, in every state. */
@Tag("long")
class RolloutKillTest {
  private static final Logger logger = LoggerFactory.getLogger(RolloutKillTest.class);
  private static final int KILLS = Integer.getInteger("serin.rolloutKills", 5);
  private static final long SEED = Long.getLong("serin.seed", 17);
  private static final List<State> STATES = List.of(
      State.ROLLED_BACK,
      State.RAMPING,
      State.PROMOTED,
      State.PREFLIGHT,
      State.PAUSED,
      State.COMPLETED,
      State.SHADOW,
      State.REJECTED);
  private static final Pattern COMMAND = Pattern.compile("command [0-9]+\\.");
  private static final int USERS = 20;

  /** No share returns on its own, so that the share after a restart stays visible. */
  private static final String CONFIG = """
      runners: 1
      models:
        digits:
          split: {1: 1}
          gates: {mode: {latency: dry_run}, quality: {required: false}}
          rollout:
            steps: [0.1, 0.4, 1.0]
            bake: 100ms
            minCanaryCalls: 1
            minCanaryUsers: 1
            evidence: {0.4: no_harm}
            shadow: {fraction: 1, duration: 1h}
            postPromotion: {watch: 0s, keepOldFor: 0s}
            cooldownAfterRollback: 1h
      """;

  @TempDir
  Path folder;

  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, Integer> killed = new TreeMap<>();

  /** Everything that was in the journal at the last kill, oldest first. */
  private List<Revision> revisions = List.of();

  /** How often the last reported revision was not in the journal, and the other way round. */
  private int unwritten;

  private int unanswered;

  @Test
  void kill_inEveryState_bringsBackWhatWasDecidedWithNoMoreUsers() throws Exception {
    prepare();
    var random = new Random(SEED);
    var gateway = ChildGateway.start(folder);
    try {
      for (int kill = 1; kill <= KILLS; kill++) {
        var target = STATES.get((kill - 1) % STATES.size());
        var life = new RolloutLife(gateway, target, numbers, random);
        life.live();
        var when = "seed " + SEED + ", kill " + kill + ", " + target;
        checkJournal(life, when);
        gateway.close();
        gateway = ChildGateway.start(folder);
        checkInForce(gateway, life, when);
      }
    } finally {
      gateway.close();
    }
    logger.info(
        "{} kills {}, {} revisions, {} told and not written, {} written and not answered",
        KILLS,
        killed,
        revisions.size(),
        unwritten,
        unanswered);
  }

  private void prepare() throws IOException {
    ChildGateway.prepare(folder, CONFIG, 1, 2);
    var broken = folder.resolve("repository/digits/" + RolloutLife.BROKEN);
    Files.createDirectories(broken);
    Files.write(broken.resolve("model.onnx"), OnnxModels.overflow("input", "output", 64, 10));
  }

  /**
   * The journal holds its former content, every reported change except for a lowering in flight,
   * and no change that was not requested; a terminal rollout stays terminal.
   */
  private void checkJournal(RolloutLife life, String when) throws IOException {
    var scan = JournalFile.read(folder.resolve(".serin"));
    var after = scan.revisions();
    assertThat(scan.damage()).as(when).isEmpty();
    assertThat(after.subList(0, revisions.size()).equals(revisions)).as(when).isTrue();
    life.answered.forEach((number, told) -> {
      var rollout = after.get((int) (number - 1)).rollout().orElseThrow();
      assertThat(rollout.identity().id()).as(when).isEqualTo(told.id());
      assertThat(rollout.state().label()).as(when).isEqualTo(told.state().name());
      assertThat(rollout.share()).as(when).hasToString(told.share());
    });
    life.watched.forEach((number, told) -> checkWatched(after, number, told, when));
    after.stream()
        .skip(Math.max(1, revisions.size()))
        .filter(revision -> revision.author().name().equals(RolloutLife.AUTHOR))
        .forEach(revision -> assertThat(command(revision)).as(when).isIn(life.sent));
    checkOver(after, when);
    revisions = after;
    unanswered += life.answered.containsKey((long) after.size()) ? 0 : 1;
    var state = last().state().label();
    killed.merge(state, 1, Integer::sum);
    logger.debug("{}: killed in {}", when, state);
  }

  private void checkWatched(List<Revision> after, long number, SplitRevision told, String when) {
    if (number <= after.size()) {
      var revision = after.get((int) (number - 1));
      assertThat(told.reason()).as(when).isEqualTo(revision.reason());
      assertThat(told.stable()).as(when).isEqualTo(revision.stable());
    } else {
      unwritten++;
      var last = after.get(after.size() - 1).rollout().orElseThrow();
      assertThat(number).as(when).isEqualTo(after.size() + 1);
      assertThat(share(told, last)).as(when).isLessThanOrEqualTo(last.share());
    }
  }

  private static String command(Revision revision) {
    var matcher = COMMAND.matcher(revision.reason());
    return matcher.find() ? matcher.group() : revision.reason();
  }

  /** A terminal rollout does not change. */
  private static void checkOver(List<Revision> all, String when) {
    var over = new TreeMap<String, String>();
    for (var revision : all) {
      revision.rollout().ifPresent(rollout -> {
        var id = rollout.identity().id();
        var label = rollout.state().label();
        assertThat(over.getOrDefault(id, label)).as(when).isEqualTo(label);
        if (!rollout.active()) {
          over.put(id, label);
        }
      });
    }
  }

  /** The last revision of the journal is in force, or the one that has to follow a crash. */
  private void checkInForce(ChildGateway gateway, RolloutLife life, String when) {
    var before = last();
    boolean crashed = before.active() && !before.share().isZero();
    var now = gateway.admin().rollout("digits").rollout();
    var split = gateway.admin().split("digits");
    assertThat(now.id()).as(when).isEqualTo(before.identity().id());
    assertThat(now.state()).as(when).isIn(statesAfter(before, crashed));
    assertThat(share(split, before))
        .as(when)
        .isEqualTo(crashed ? Share.ZERO : before.share())
        .isLessThanOrEqualTo(share(life.watched.lastEntry().getValue(), before));
    for (int user = 0; user < USERS; user++) {
      var prediction = gateway.client().predict(Crowd.call(user));
      assertThat(prediction.role()).as(when).isEqualTo(Role.STABLE);
      assertThat(prediction.version()).as(when).isEqualTo(split.stable());
    }
  }

  /** A preflight that a crash interrupts starts again, and may end soon. */
  private List<State> statesAfter(Rollout before, boolean crashed) {
    if (crashed) {
      return List.of(crashedBefore(before.identity().id()) ? State.ROLLED_BACK : State.PAUSED);
    }
    var state = State.valueOf(before.state().label());
    return state == State.PREFLIGHT ? List.of(state, State.SHADOW) : List.of(state);
  }

  private boolean crashedBefore(String id) {
    return revisions.stream()
        .flatMap(revision -> revision.rollout().stream())
        .filter(rollout -> rollout.identity().id().equals(id))
        .anyMatch(rollout -> rollout.state() instanceof Paused paused
            && paused.reason() == PauseReason.UNCLEAN_RESTART);
  }

  private Rollout last() {
    return revisions.get(revisions.size() - 1).rollout().orElseThrow();
  }

  private static Share share(SplitRevision revision, Rollout rollout) {
    return Share.parse(revision.split().getOrDefault(rollout.identity().candidate(), "0"));
  }
}
