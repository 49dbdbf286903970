package dev.serin.control;

import static dev.serin.control.Gateway.OTHER_SIGNATURE;
import static dev.serin.control.Refusals.assertRefused;
import static dev.serin.control.RolloutGateway.request;
import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.access.Author;
import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.gate.GateSettings;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.rollout.LivePlan;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Law 12: a start that is refused makes no revision. */
class RolloutStartTest {
  private static final OptionalLong UNNAMED = OptionalLong.empty();

  private final MemoryStore store = new MemoryStore();
  private final RolloutGateway rig = new RolloutGateway(store);

  @AfterEach
  void check() {
    assertThat(store.revisions).last().isEqualTo(rig.revision());
  }

  @Test
  void start_plain_beginsWithThePlanAndTheTermsOfTheFile() {
    rig.start(2);

    var rollout = rig.rollout();
    assertThat(rollout.identity())
        .extracting("number", "stable", "candidate", "sha256", "started")
        .containsExactly(1L, 1L, 2L, "sha of 2", rig.now);
    assertThat(rollout.plan()).isEqualTo(LivePlan.DEFAULT);
    assertThat(rollout.terms()).isEqualTo(rig.terms);
    assertThat(rollout.requestId()).isEqualTo("s");
    assertThat(rollout.phase()).isEqualTo(rig.revision().number());
    assertThat(rig.revision().reason()).isEqualTo("rollout #1 of version 2: because");
    assertThat(rig.revision().author().name()).isEqualTo("alice");
  }

  @Test
  void start_unnamed_takesTheCandidateOfThePlan() {
    rig.plan = planOf(3);

    start(UNNAMED, false, false);

    assertThat(rig.rollout().identity().candidate()).isEqualTo(3);
  }

  @Test
  void start_named_isNotTheCandidateOfThePlan() {
    rig.plan = planOf(3);

    start(OptionalLong.of(2), false, false);

    assertThat(rig.rollout().identity().candidate()).isEqualTo(2);
  }

  @Test
  void start_noCandidate_isRefused() {
    assertRefused(Kind.INVALID, () -> start(UNNAMED, true, true))
        .isEqualTo("candidate: none (expected: the version to roll out, here or as"
            + " rollout.candidate of digits in the configuration)");
  }

  @Test
  void start_stable_isRefused() {
    assertRefused(Kind.PRECONDITION, () -> start(1, true, true))
        .isEqualTo("candidate: 1 is stable (expected: another version)");
  }

  @Test
  void start_replaceByStable_isRefused() {
    rig.ramp();

    assertRefused(Kind.PRECONDITION, () -> start(1, true, true))
        .isEqualTo("candidate: 1 is stable (expected: another version)");
    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
  }

  @Test
  void start_unknownVersion_isRefused() {
    assertRefused(Kind.INVALID, () -> start(9, true, true))
        .isEqualTo("version: 9 (expected: one of [1, 2, 3])");
  }

  @Test
  void start_versionThatIsNotReady_isRefused() {
    rig.gateway.rejected(2);

    assertRefused(Kind.PRECONDITION, () -> start(2, true, true))
        .isEqualTo("version: 2 is REJECTED, garbage (expected: READY)");
  }

  @Test
  void start_stableThatCannotBeCalled_isRefused() {
    rig.gateway.rejected(1);

    assertRefused(Kind.PRECONDITION, () -> start(2, true, true))
        .isEqualTo("stable: version 1 is REJECTED: garbage (expected: READY, for others are checked"
            + " against it)");
  }

  @Test
  void start_otherSignature_isRefused() {
    rig.gateway.ready(2, OTHER_SIGNATURE);

    assertRefused(Kind.PRECONDITION, () -> start(2, true, true))
        .startsWith("version 2 does not answer all calls as version 1 does: ");
  }

  @Test
  void start_oneThatRuns_isRefused() {
    rig.ramp();

    assertRefused(Kind.PRECONDITION, () -> start(3, true, false))
        .isEqualTo("rollout: #1 of version 2 is RAMPING (expected: none, or --replace to take its"
            + " users back first)");
  }

  @Test
  void start_usersShared_isRefused() {
    rig.gateway.set("1=0.9 2=0.1");

    assertRefused(Kind.PRECONDITION, () -> start(2, true, true))
        .isEqualTo("split: 1=0.9 2=0.1 (expected: stable with all users, because a rollout assigns"
            + " users again; `./serin split set digits 1=1` gives them back)");
  }

  @Test
  void start_qualityRequiredAndNotConfigured_isRefused() {
    rig.terms = new Terms(GateSettings.DEFAULT, LossScale.BINARY, "");

    assertRefused(Kind.PRECONDITION, () -> start(2, true, true))
        .isEqualTo("quality: not configured for digits (expected: a `quality` block of the model in"
            + " serin.yaml, or there `gates: {quality: {required: false}}` to roll out without"
            + " labels)");
  }

  @Test
  void start_qualityNotRequired_needsNone() {
    rig.terms = new Terms(withoutQuality(), LossScale.BINARY, "");

    rig.start(2);

    assertThat(rig.state()).isEqualTo("PREFLIGHT 0");
  }

  @Test
  void start_afterARollback_waitsForTheCooldown() {
    rig.ramp();
    rig.submit(new RolloutCommand.Abort(request("a")));
    rig.pass(Duration.ofMinutes(30).minusMillis(1));

    assertRefused(Kind.PRECONDITION, () -> start(3, false, false))
        .isEqualTo("cooldownAfterRollback: lasts until 2025-01-02T03:34:05Z (expected: a later"
            + " start, 24 h later for the same file, or --force)");
    rig.pass(Duration.ofMillis(1));
    start(3, false, false);

    assertThat(rig.rollout().identity().number()).isEqualTo(2);
  }

  /** There is nothing to replace. */
  @Test
  void start_replaceAfterARollback_waitsForTheCooldown() {
    rig.ramp();
    rig.submit(new RolloutCommand.Abort(request("a")));

    assertRefused(Kind.PRECONDITION, () -> start(3, false, true))
        .startsWith("cooldownAfterRollback: ");
  }

  @Test
  void start_forceAfterARollback_doesNotWait() {
    rig.ramp();
    rig.submit(new RolloutCommand.Abort(request("a")));

    start(2, true, false);

    assertThat(rig.state()).isEqualTo("PREFLIGHT 0");
    assertThat(rig.rollout().identity().id()).isEqualTo("digits-2-x1");
    assertThat(rig.revision().split()).isEqualTo(split("1=1"));
  }

  @Test
  void start_afterARejection_doesNotWait() {
    rig.start(2);
    rig.check(Optional.of("NaN"));

    start(2, false, false);

    assertThat(rig.state()).isEqualTo("PREFLIGHT 0");
  }

  @Test
  void start_fileThatWasRolledBack_isRefusedForADay() {
    rig.ramp();
    rig.submit(new RolloutCommand.Abort(request("a")));
    rig.pass(Duration.ofHours(24).minusMillis(1));

    assertRefused(Kind.PRECONDITION, () -> start(2, false, false))
        .isEqualTo("candidate: this file was rolled back by rollout #1 at 2025-01-02T03:04:05Z:"
            + " aborted by hand: because (expected: another file, 24 h after that, or --force)");
    rig.pass(Duration.ofMillis(1));
    start(2, false, false);

    assertThat(rig.state()).isEqualTo("PREFLIGHT 0");
  }

  @Test
  void start_fileThatWasRolledBackBeforeAnother_isRefused() {
    rig.ramp();
    rig.submit(new RolloutCommand.Abort(request("a")));
    start(3, true, false);
    rig.check(Optional.of("NaN"));

    assertRefused(Kind.PRECONDITION, () -> start(2, false, false))
        .startsWith("candidate: this file was rolled back by rollout #1 ");
  }

  @Test
  void start_textThatIsTooLong_isRefused() {
    var request = new RolloutCommand.Request("digits", null, Author.of("a".repeat(257)), "", "");

    assertRefused(
            Kind.INVALID,
            () -> rig.submit(new RolloutCommand.Start(request, OptionalLong.of(2), false, false)))
        .isEqualTo("author: 257 characters (expected: at most 256)");
  }

  @Test
  void start_fullDisk_isRefused() {
    store.full = true;

    assertRefused(Kind.STORAGE, () -> start(2, true, true)).startsWith("journal: ");

    assertThat(rig.revision().rollout()).isEmpty();
  }

  @Test
  void start_unknownModel_isRefused() {
    var request = new RolloutCommand.Request("letters", null, Author.of(""), "", "");

    assertRefused(
            Kind.NOT_FOUND,
            () -> rig.submit(new RolloutCommand.Start(request, OptionalLong.of(2), false, false)))
        .isEqualTo("model: letters (expected: one of [digits])");
  }

  @Test
  void start_canary_takesThePlaceOfTheFirstStep() {
    startAt("0.3");

    assertThat(rig.revision().rollout().orElseThrow().plan())
        .isEqualTo(LivePlan.DEFAULT.startingAt(Share.parse("0.3")));
  }

  @Test
  void start_canaryOfAllUsers_isRefused() {
    assertRefused(Kind.INVALID, () -> startAt("1"))
        .isEqualTo("canary: 1 (expected: above 0, below 1)");
  }

  private void startAt(String canary) {
    rig.submit(new RolloutCommand.Start(
        request(""), OptionalLong.of(2), false, false, Optional.of(Share.parse(canary))));
  }

  private void start(long candidate, boolean force, boolean replace) {
    start(OptionalLong.of(candidate), force, replace);
  }

  private void start(OptionalLong candidate, boolean force, boolean replace) {
    rig.submit(new RolloutCommand.Start(request(""), candidate, force, replace));
  }

  private static LivePlan planOf(long candidate) {
    var plan = LivePlan.DEFAULT;
    return new LivePlan(
        plan.plan(),
        OptionalLong.of(candidate),
        plan.windows(),
        plan.approvals(),
        plan.shadow(),
        plan.fallback(),
        plan.promotion(),
        plan.cooldown());
  }

  private static GateSettings withoutQuality() {
    var gates = GateSettings.DEFAULT;
    var quality = gates.quality();
    return new GateSettings(
        gates.alphaRollback(),
        gates.alphaPromote(),
        gates.cap(),
        gates.errors(),
        gates.latency(),
        new Quality(
            quality.weight(),
            quality.harmMargin(),
            quality.okMargin(),
            false,
            quality.labelHorizon(),
            quality.cohort(),
            quality.labelTimeout(),
            quality.strict()),
        gates.abandoned(),
        gates.service(),
        gates.srmAlpha(),
        gates.srmConcentration(),
        gates.modes());
  }
}
