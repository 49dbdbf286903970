package dev.serin.control;

import static dev.serin.control.Gateway.MODEL;
import static dev.serin.control.Gateway.OTHER_SIGNATURE;
import static dev.serin.control.Gateway.SIGNATURE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.access.Author;
import dev.serin.control.RolloutLaws.Act;
import dev.serin.control.RolloutLaws.Action;
import dev.serin.gate.GateSettings;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.model.VersionStatus;
import dev.serin.model.VersionStatus.State;
import dev.serin.rollout.AdvanceWindow;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.LivePlan.Promotion;
import dev.serin.rollout.LivePlan.Shadowing;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.Plan;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.rollout.RolloutState.Shadow;
import dev.serin.split.Share;
import dev.serin.split.Split;
import dev.serin.split.Splits;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A gateway to which anything may happen at any time, and what must hold after each of it. */
final class RolloutWorld {
  private static final Duration NIGHT = Duration.ofHours(12);
  private static final List<Share> STEPS =
      List.of("0.05", "0.2", "0.5", "1").stream().map(Share::parse).toList();
  private static final AdvanceWindow MORNINGS =
      new AdvanceWindow(DayOfWeek.MONDAY, DayOfWeek.SUNDAY, 0, 720, ZoneOffset.UTC);
  /** Of a long time in which nothing happens. */
  private static final List<RolloutScene> DULL = List.of(
      RolloutScene.BLIND,
      RolloutScene.NO_CALLS,
      RolloutScene.NO_LABELS,
      RolloutScene.NO_LABELS,
      RolloutScene.NO_LABELS,
      RolloutScene.NEAR,
      RolloutScene.PROVED);

  private static final List<String> SHARES = List.of("0", "0.01", "0.05", "0.1", "0.3", "0.6", "1");
  private static final List<String> SPLITS = List.of(
      "1=1", "2=1", "1=0.9 2=0.1", "1=0.5 2=0.5", "1=0.9 3=0.1", "1=0.2 2=0.8", "2=0.7 3=0.3");

  private final Random random;
  private final MemoryStore disk = new MemoryStore();
  private final RolloutLaws laws = new RolloutLaws();
  private final RolloutGateway rig;
  /** Revisions that have come into force in this act. */
  private final List<Revision> fresh = new ArrayList<>();

  private final List<String> misplaced = new ArrayList<>();
  /** Commands that were obeyed, with the revisions that they made. */
  private final List<Obeyed> obeyed = new ArrayList<>();

  private RolloutScene scene = RolloutScene.PROVED;
  /** The rollout that crashed while stable could not be called; empty if none did. */
  private String crashed = "";

  private int requests;

  RolloutWorld(long seed) {
    random = new Random(seed);
    rig = new RolloutGateway(new Control.State(disk, new SmallRecord()), this::changed);
    rig.gates = rollout -> scene.report(rollout);
    laws.first(fresh.get(0));
    fresh.clear();
    rig.plan = anyPlan();
    rig.terms = terms(0.01, "accuracy");
  }

  Set<String> met() {
    return laws.met;
  }

  /** Does something. */
  void step() {
    switch (random.nextInt(25)) {
      case 0, 1 -> begin();
      case 2 -> command(Act.PAUSE, false, request -> new RolloutCommand.Pause(request));
      case 3, 4 -> command(Act.RESUME, false, request -> new RolloutCommand.Resume(request));
      case 5 -> advance();
      case 6, 24 -> promote();
      case 7 -> abort();
      case 8 -> repeat();
      case 9 -> set();
      case 10 -> file();
      case 11 -> pool();
      case 12 -> disk.full = !disk.full && random.nextInt(3) > 0;
      case 13 -> restart();
      case 14 -> wait(random.nextInt(3) == 0 || !morning());
      case 15 -> answer();
      case 16, 17 -> look();
      default -> run();
    }
  }

  /** Starts what can be started: the file and the disk are as they should be, most of the time. */
  private void begin() {
    if (active().isEmpty()) {
      disk.full = false;
      scene = RolloutScene.PROVED;
      rig.plan = anyPlan();
      rig.gateway.ready(1, 2, 3);
      settle(Act.POOL);
      var stable = rig.revision().stable();
      change(Gateway.change(stable + "=1", stable, null, true));
    }
    long candidate = 1L + random.nextInt(3);
    boolean replace = random.nextInt(3) == 0;
    command(
        Act.START,
        false,
        request -> new RolloutCommand.Start(
            request, OptionalLong.of(candidate), random.nextInt(4) > 0, replace));
    if (random.nextBoolean()) {
      answer();
    }
  }

  private void advance() {
    boolean skip = random.nextInt(3) == 0;
    command(Act.ADVANCE, skip, request -> new RolloutCommand.Advance(request, skip));
  }

  private void promote() {
    boolean force = random.nextInt(4) == 0;
    boolean full = random.nextInt(3) > 0;
    command(Act.PROMOTE, force, request -> new RolloutCommand.Promote(request, full, force));
  }

  /**
   * Law 11: whoever aborts is obeyed, whatever the disk says, if there is something to go back to.
   */
  private void abort() {
    if (random.nextBoolean()) {
      var before = active();
      boolean obeyed = command(Act.ABORT, false, request -> new RolloutCommand.Abort(request));
      before.filter(rollout -> callable(rollout.identity().stable())).ifPresent(rollout -> {
        assertThat(obeyed).isTrue();
        assertThat(rig.rollout().state()).isInstanceOf(RolledBack.class);
      });
    }
  }

  private boolean command(Act act, boolean insists, Commands commands) {
    var expected = random.nextInt(3) > 0 ? null : expected();
    var id = random.nextInt(6) == 0 ? "" : "q" + requests++;
    var command =
        commands.of(new RolloutCommand.Request(MODEL, expected, Author.of("alice"), "because", id));
    var before = rig.revision();
    int acknowledged = rig.acknowledged;
    try {
      var after = rig.submit(command);
      boolean stale = expected != null && expected != before.number();
      assertThat(stale && act != Act.ABORT).as("obeys for another revision").isFalse();
      if (fresh.stream().anyMatch(this::ofAlice) && !id.isEmpty()) {
        obeyed.add(new Obeyed(after.number(), command));
      }
      settle(act, insists);
      return true;
    } catch (ChangeRefusedException e) {
      boolean aborted = e.kind() == ChangeRefusedException.Kind.STORAGE
          && command instanceof RolloutCommand.Start start
          && start.replace();
      assertThat(fresh.isEmpty() || aborted).as("law 12: %s", e.getMessage()).isTrue();
      assertThat(rig.acknowledged).as("law 12").isEqualTo(acknowledged);
      settle(act, insists);
      return false;
    }
  }

  /** Law: the same request again changes nothing. */
  private void repeat() {
    if (!obeyed.isEmpty()) {
      var command = obeyed.get(random.nextInt(obeyed.size())).command();
      int acknowledged = rig.acknowledged;
      try {
        rig.submit(command);
      } catch (ChangeRefusedException e) {
        assertThat(rig.gateway.pool.versions(MODEL)).as(e.getMessage()).isEmpty();
      }
      assertThat(fresh).as("repeats %s", command).noneMatch(this::ofAlice);
      assertThat(rig.acknowledged).isEqualTo(acknowledged);
      laws.met.add("repeated");
      settle(Act.POOL);
    }
  }

  private boolean ofAlice(Revision revision) {
    return revision.author().name().equals("alice");
  }

  private void set() {
    boolean force = random.nextInt(3) == 0;
    var named = random.nextInt(6) == 0 ? Long.valueOf(1L + random.nextInt(3)) : null;
    var split = anySplit();
    var expected = random.nextInt(3) > 0 ? null : expected();
    change(new SetSplit(MODEL, split, named, expected, Author.of("alice"), "because", force));
  }

  private void change(SetSplit change) {
    try {
      var unused = rig.gateway.set(change);
    } catch (ChangeRefusedException e) {
      assertThat(fresh).as("law 12: %s", e.getMessage()).isEmpty();
    }
    settle(Act.SET, change.force());
  }

  /** The file may say another split, or other terms. */
  private void file() {
    var before = rig.terms;
    if (random.nextBoolean()) {
      rig.file(anySplit().toString());
      laws.fileChanged();
    } else {
      rig.terms =
          terms(random.nextBoolean() ? 0.01 : 0.02, random.nextInt(3) == 0 ? "brier" : "accuracy");
    }
    var rollout = active();
    rig.gateway.apply();
    settle(Act.FILE);
    rollout
        .filter(running -> !rig.terms.equals(before) && !rig.terms.equals(running.terms()))
        .filter(running -> callable(running.identity().stable()))
        .ifPresent(running -> assertThat(RolloutLaws.goesOnByItself(rig.rollout()))
            .as("goes on by itself with terms that the file does not say")
            .isFalse());
  }

  private void pool() {
    long version = 1L + random.nextInt(3);
    switch (random.nextInt(8)) {
      case 0 -> rig.gateway.rejected(version);
      case 1 -> rig.gateway.loading(version);
      case 2 ->
        rig.gateway
            .pool
            .status(Gateway.id(version))
            .flatMap(VersionStatus::loaded)
            .ifPresent(loaded -> rig.gateway.retire(version));
      case 3 -> rig.gateway.ready(version, OTHER_SIGNATURE);
      default -> rig.gateway.ready(version, SIGNATURE);
    }
    settle(Act.POOL);
  }

  private void restart() {
    boolean close = random.nextBoolean();
    if (close) {
      rig.gateway.control.close();
      settle(Act.TICK);
    }
    var last = rig.revision();
    var before = List.copyOf(laws.decided());
    int written = disk.revisions.size();
    boolean clean = disk.shutdown.isPresent();
    assertThat(close || !clean).as("a crash records no shutdown").isTrue();
    assertThat(written == before.size() || !clean)
        .as("what is not written is lost")
        .isTrue();
    assertThat(clean || !close || disk.full).as("a clean shutdown is recorded").isTrue();
    laws.restarted(written, clean);
    obeyed.removeIf(former -> former.revision() > written);
    if (random.nextInt(3) > 0) {
      disk.full = false;
    }
    var loaded = before.get(written - 1);
    int crashes = loaded
        .activeRollout()
        .map(rollout -> laws.crashes(rollout.identity().id()))
        .orElse(0);
    rig.evidenceLost = random.nextInt(6) == 0;
    rig.restart(false);
    settle(Act.RESTART);
    assertThat(history().subList(0, written)).isEqualTo(before.subList(0, written));
    checkRestarted(last, loaded, clean, crashes);
    checkInDoubt(loaded, clean);
    rig.evidenceLost = false;
  }

  /** Who does not know what the gates found takes the users back, and asks. */
  private void checkInDoubt(Revision loaded, boolean clean) {
    loaded
        .activeRollout()
        .filter(rollout -> clean && rig.evidenceLost && rollout.trial().isPresent())
        .filter(rollout -> callable(rollout.identity().stable()))
        .ifPresent(rollout -> {
          assertThat(rig.rollout().share()).isEqualTo(Share.ZERO);
          assertThat(rig.rollout().state())
              .isInstanceOfSatisfying(
                  Paused.class,
                  paused -> assertThat(paused.reason()).isEqualTo(PauseReason.STATE_IN_DOUBT));
        });
  }

  private void checkRestarted(Revision last, Revision loaded, boolean clean, int crashes) {
    laws.met.add(clean ? "clean restart" : "crash");
    crashed = loaded
        .activeRollout()
        .filter(rollout -> !clean && !callable(rollout.identity().stable()))
        .filter(rollout -> !rollout.share().isZero())
        .map(rollout -> rollout.identity().id())
        .orElse("");
    loaded
        .activeRollout()
        .filter(rollout -> callable(rollout.identity().stable()))
        .ifPresent(rollout -> {
          var now = rig.rollout();
          assertThat(now.share())
              .isLessThanOrEqualTo(last.rollout().orElseThrow().share());
          if (!clean && !rollout.share().isZero()) {
            assertThat(now.share()).isEqualTo(Share.ZERO);
            assertThat(now.state()).isInstanceOf(crashes > 0 ? RolledBack.class : Paused.class);
            laws.met.add(crashes > 0 ? "second crash" : "first crash");
          }
        });
  }

  /** Any check may be answered, also one of before, and more than once. */
  private void answer() {
    if (!rig.checks.isEmpty()) {
      boolean last = random.nextInt(4) > 0;
      var check = rig.checks.get(last ? rig.checks.size() - 1 : random.nextInt(rig.checks.size()));
      boolean fine = random.nextInt(8) > 0;
      boolean matters = active()
          .filter(rollout -> rollout.identity().id().equals(check.rollout()))
          .isPresent();
      laws.answered(check.rollout(), fine);
      check.done().accept(new Preflights.Result(9, fine ? Optional.empty() : Optional.of("NaN")));
      rig.run();
      assertThat(matters || fresh.isEmpty()).as("a check of before").isTrue();
      settle(Act.CHECK);
    }
  }

  /** The gates say something else, and somebody may look at once. */
  private void look() {
    var scenes = RolloutScene.values();
    scene = random.nextInt(3) == 0 ? RolloutScene.PROVED : scenes[random.nextInt(scenes.length)];
    if (random.nextBoolean()) {
      tick(() -> {
        rig.gateway.control.alarm(MODEL);
        rig.run();
      });
    }
  }

  private void run() {
    boolean ramping =
        active().filter(rollout -> rollout.state() instanceof Ramping).isPresent();
    boolean forLong = random.nextInt(ramping ? 6 : 40) == 0;
    if (random.nextInt(3) > 0) {
      scene = forLong ? DULL.get(random.nextInt(DULL.size())) : RolloutScene.PROVED;
    }
    int ticks = forLong ? 120 : 1 + random.nextInt(6);
    var pace = Duration.ofSeconds(
        random.nextInt(20) == 0 ? 31 + random.nextInt(60) : 10 + random.nextInt(21));
    for (int i = 0; i < ticks; i++) {
      rig.pass(pace);
      laws.passed(pace);
      tick(rig.gateway::tick);
      assertThat(disk.full || disk.revisions.size() == laws.decided().size())
          .as("what the disk takes is written")
          .isTrue();
    }
  }

  private void tick(Runnable tick) {
    var before = active();
    boolean promised = before
        .filter(rollout -> rollout.state() instanceof Preflight)
        .filter(rollout -> laws.answeredFine(rollout.identity().id()) && !disk.full)
        .filter(rollout -> usable(rollout.identity()))
        .filter(rollout -> rollout.plan().shadow().isPresent() || open(rig.revision()))
        .isPresent();
    tick.run();
    checkOneStep();
    settle(Act.TICK);
    before.filter(rollout -> callable(rollout.identity().stable())).ifPresent(rollout -> {
      checkHeard(rollout);
      if (rollout.identity().id().equals(crashed)) {
        laws.met.add("crash heard late");
        assertThat(rig.rollout().share().isZero() || !rig.rollout().active()).isTrue();
        crashed = "";
      }
    });
    assertThat(promised && rig.rollout().state() instanceof Preflight)
        .as("stays in its preflight")
        .isFalse();
  }

  private void checkOneStep() {
    int steps = 0;
    var last = rig.revision().rollout();
    for (int i = fresh.size() - 1; i >= 0; i--) {
      var revision = fresh.get(i);
      boolean byFile = revision.author().name().equals("serin.yaml");
      var before = i == 0
          ? laws.decided().get(laws.decided().size() - 1).rollout()
          : fresh.get(i - 1).rollout();
      steps += byFile || before.equals(last) ? 0 : 1;
      last = before;
    }
    assertThat(steps).as("steps of one tick").isLessThanOrEqualTo(1);
  }

  /** What the gates find is heard, whatever the disk says. */
  private void checkHeard(Rollout before) {
    var now = rig.rollout();
    boolean crashed = now.crashes() > before.crashes();
    if (scene.harmful() && before.trial().isPresent() && !crashed) {
      assertThat(now.state()).isInstanceOf(RolledBack.class);
      assertThat(rig.gateway.route().assignment().split())
          .isEqualTo(Split.all(before.identity().stable()));
      laws.met.add(disk.full ? "harm on a full disk" : "harm");
    } else if (scene.doubtful()
        && (before.state() instanceof Ramping || before.state() instanceof Shadow)) {
      assertThat(now.state()).isNotInstanceOfAny(Ramping.class, Shadow.class);
    }
  }

  private void settle(Act act) {
    settle(act, false);
  }

  /** Checks what has come of an act. */
  private void settle(Act act, boolean insists) {
    for (var revision : fresh) {
      laws.next(revision, new Action(act, insists, scene, open(revision)));
    }
    fresh.clear();
    assertThat(misplaced).isEmpty();
    var decided = laws.decided();
    assertThat(disk.revisions).isEqualTo(decided.subList(0, disk.revisions.size()));
    assertThat(rig.revision()).isEqualTo(decided.get(decided.size() - 1));
    rig.gateway.routing.model(MODEL).ifPresent(route -> {
      assertThat(route.revision()).isEqualTo(rig.revision().number());
      assertThat(route.assignment()).isEqualTo(rig.revision().assignment());
    });
  }

  /** The plan of the rollout says when there is a window, not that of the file. */
  private boolean open(Revision revision) {
    return morning()
        || revision.rollout().map(rollout -> rollout.plan().windows().isEmpty()).orElse(true);
  }

  private boolean morning() {
    return rig.now.atZone(ZoneOffset.UTC).getHour() < 12;
  }

  /** The wall clock jumps; windows are what it is asked for. */
  private void wait(boolean halfADay) {
    if (halfADay) {
      rig.now = rig.now.plus(NIGHT);
    }
  }

  /** Law 11: what raises is on disk before it is in force. */
  private void changed(Optional<Revision> before, Revision after) {
    fresh.add(after);
    boolean raises = before.filter(former -> RolloutLaws.raises(former, after)).isPresent();
    if (raises && !disk.revisions.contains(after)) {
      misplaced.add("in force before it is on disk: " + after);
    }
  }

  private List<Revision> history() {
    var history = new ArrayList<Revision>();
    rig.gateway.control.history(MODEL, 1_000).forEach(revision -> history.add(0, revision));
    return history;
  }

  private Optional<Rollout> active() {
    return rig.revision().activeRollout();
  }

  private boolean callable(long version) {
    return rig.gateway
        .pool
        .status(Gateway.id(version))
        .filter(VersionStatus::callable)
        .isPresent();
  }

  private boolean usable(Rollout.Identity identity) {
    var stable = rig.gateway.pool.status(Gateway.id(identity.stable()));
    var candidate = rig.gateway.pool.status(Gateway.id(identity.candidate()));
    return stable.flatMap(VersionStatus::loaded).isPresent()
        && candidate.filter(status -> status.state() == State.READY).isPresent()
        && stable
            .get()
            .loaded()
            .orElseThrow()
            .signature()
            .equals(candidate.get().loaded().orElseThrow().signature());
  }

  private @Nullable Long expected() {
    return rig.revision().number() - random.nextInt(2);
  }

  /** While a rollout runs, mostly a split of its versions. */
  private Split anySplit() {
    var running = active();
    if (running.isEmpty() || random.nextInt(4) == 0) {
      return Splits.split(SPLITS.get(random.nextInt(SPLITS.size())));
    }
    var share = Share.parse(SHARES.get(random.nextInt(SHARES.size())));
    return Split.of(Map.of(
        running.get().identity().stable(),
        Share.ONE.minus(share),
        running.get().identity().candidate(),
        share));
  }

  private LivePlan anyPlan() {
    var plan = new Plan(
        STEPS,
        Plan.lastStepProves(STEPS),
        Plan.Minimum.DEFAULT,
        Duration.ofMinutes(1),
        Duration.ofMinutes(random.nextBoolean() ? 20 : 40));
    var shadow = new Shadowing(BigDecimal.ONE, 100, 1, true, Duration.ofMinutes(1));
    return new LivePlan(
        plan,
        OptionalLong.empty(),
        random.nextBoolean() ? List.of() : List.of(MORNINGS),
        new TreeSet<>(random.nextInt(3) == 0 ? Set.of(STEPS.get(1)) : Set.of()),
        random.nextInt(3) == 0 ? Optional.of(shadow) : Optional.empty(),
        Optional.empty(),
        new Promotion(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            random.nextBoolean() ? OptionalDouble.of(1) : OptionalDouble.empty()),
        Duration.ofMinutes(2));
  }

  private static Terms terms(double alpha, String quality) {
    var gates = GateSettings.DEFAULT;
    var labels = gates.quality();
    return new Terms(
        new GateSettings(
            alpha,
            gates.alphaPromote(),
            gates.cap(),
            gates.errors(),
            gates.latency(),
            new Quality(
                labels.weight(),
                labels.harmMargin(),
                labels.okMargin(),
                true,
                labels.labelHorizon(),
                labels.cohort(),
                Duration.ofMinutes(5),
                labels.strict()),
            gates.abandoned(),
            gates.service(),
            gates.srmAlpha(),
            gates.srmConcentration(),
            gates.modes()),
        LossScale.BINARY,
        quality);
  }

  private record Obeyed(long revision, RolloutCommand command) {}

  @FunctionalInterface
  private interface Commands {
    RolloutCommand of(RolloutCommand.Request request);
  }

  /** A disk that is too full for a revision may still take a few bytes. */
  private final class SmallRecord implements ShutdownRecord {
    @Override
    public Optional<CleanShutdown> take() {
      return disk.take();
    }

    @Override
    public void write(CleanShutdown shutdown) throws IOException {
      boolean fits = random.nextBoolean();
      if (fits) {
        disk.shutdown = Optional.of(shutdown);
      } else {
        disk.write(shutdown);
      }
    }
  }
}
