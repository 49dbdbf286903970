package dev.serin.codec;

import static dev.serin.gate.GateIds.gate;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.access.Author;
import dev.serin.control.Revision;
import dev.serin.gate.GateId;
import dev.serin.gate.GateSettings;
import dev.serin.gate.GateSettings.Abandoned;
import dev.serin.gate.GateSettings.Cap;
import dev.serin.gate.GateSettings.Errors;
import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Modes;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Service;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.gate.HarmCause;
import dev.serin.gate.LossScale;
import dev.serin.gate.Moment;
import dev.serin.gate.Rate;
import dev.serin.gate.Terms;
import dev.serin.rollout.AdvanceWindow;
import dev.serin.rollout.GateState;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.LivePlan.Fallback;
import dev.serin.rollout.LivePlan.Promotion;
import dev.serin.rollout.LivePlan.Shadowing;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.Plan;
import dev.serin.rollout.RollbackCause;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.RolloutState.Completed;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Promoted;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.Rejected;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.rollout.RolloutState.Shadow;
import dev.serin.split.Assignment;
import dev.serin.split.Share;
import dev.serin.split.Split;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that was read is the one that was written. */
class RecordsTest {
  private static final String TEXT = "ålice \"the\" {admin}\u2028用户 \\";
  private static final Moment AT =
      new Moment(Instant.parse("2025-01-02T03:04:05.678901Z"), 1_735_700_000_001L);
  private static final Split SPLIT =
      Split.of(Map.of(1L, Share.parse("0.9"), 2L, Share.parse("0.1")));
  private static final Revision REVISION = new Revision(
      "digits",
      2,
      SPLIT,
      Optional.of(Split.all(1)),
      1,
      Assignment.all("digits", 1).move(SPLIT, 1),
      new TreeSet<>(Set.of(2L)),
      new TreeSet<>(Set.of(1L, 2L)),
      AT,
      Author.of("ålice \"the\" {admin}"),
      "because\u2028用户 \\ 0 deadbeef {",
      "hash",
      Optional.empty(),
      /* unloaded= */ false);
  private static final Share SMALLEST = Share.parse("0.000000000000000001");

  private final Records records = new Records("1.2.3");

  static Stream<RolloutState> states() {
    return Stream.concat(
        Arrays.stream(PauseReason.values()).map(reason -> new Paused(reason, TEXT, 3)),
        Stream.of(
            new Preflight(),
            new Shadow(),
            new Ramping(1, false),
            new Ramping(4, true),
            new Paused(PauseReason.MANUAL, "", 0),
            new Promoted(1),
            new Promoted(240_000.125),
            new Completed(),
            new RolledBack(RollbackCause.Act.UNKNOWN, TEXT),
            new Rejected(TEXT)));
  }

  static Stream<RollbackCause> causes() {
    return Stream.concat(
        Arrays.stream(RollbackCause.Act.values()),
        Arrays.stream(HarmCause.values())
            .map(cause -> new RollbackCause.Harm(gate("errors"), cause)));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void read_eachCause_isTheSame(RollbackCause cause) {
    assertSame(
        rollout(LivePlan.DEFAULT, GateSettings.DEFAULT, new RolledBack(cause, TEXT), List.of()));
  }

  @ParameterizedTest
  @EnumSource(GateId.Kind.class)
  void read_eachGate_isTheSame(GateId.Kind kind) {
    var gate = kind == GateId.Kind.LATENCY_RELATIVE ? gate("latency.q99.9") : GateId.of(kind);
    var state = new RolledBack(new RollbackCause.Harm(gate, HarmCause.WORSE), TEXT);

    assertSame(rollout(LivePlan.DEFAULT, GateSettings.DEFAULT, state, List.of()));
  }

  @ParameterizedTest
  @MethodSource("states")
  void read_eachState_isTheSame(RolloutState state) {
    assertSame(rollout(LivePlan.DEFAULT, GateSettings.DEFAULT, state, List.of()));
  }

  @Test
  void read_planWithAll_isTheSame() {
    assertSame(rollout(fullPlan(), GateSettings.DEFAULT, new Shadow(), List.of()));
  }

  @Test
  void read_gatesWithAll_areTheSame() {
    assertSame(rollout(LivePlan.DEFAULT, fullGates(), new Shadow(), List.of()));
  }

  @Test
  void read_evidence_isTheSameToTheLastBit() {
    var evidence = List.of(
        new GateState(
            gate("latency.q99.9"),
            GateState.Answer.HARM,
            Math.log(1_000),
            Math.nextUp(5.0),
            OptionalDouble.of(Double.NEGATIVE_INFINITY),
            new Rate(Long.MAX_VALUE, 0.1),
            new Rate(3, Double.MIN_VALUE)),
        new GateState(
            gate("quality"),
            GateState.Answer.UNDECIDED,
            Double.NEGATIVE_INFINITY,
            Math.PI,
            OptionalDouble.empty(),
            new Rate(0, 0),
            new Rate(0, 0)));

    assertSame(rollout(
        LivePlan.DEFAULT,
        GateSettings.DEFAULT,
        new RolledBack(RollbackCause.Act.ABORTED, "x"),
        evidence));
  }

  @Test
  void read_loads_areTheSame() {
    for (var loads : List.of(
        new Entry.Loads("", Map.of(), "", Map.of()),
        new Entry.Loads(
            "ab12", Map.of("ab12", 1, "cd34", 7), "1.29.0", Map.of("ab12", TEXT, "cd34", "")))) {
      assertThat(records.read(records.write(loads))).isEqualTo(loads);
    }
  }

  @Test
  void write_rollout_isOneLine() {
    var rollout = rollout(
        fullPlan(), fullGates(), new RolledBack(RollbackCause.Act.ABORTED, TEXT), List.of());

    assertThat(write(with(rollout)))
        .doesNotContain("\n")
        .startsWith("{\"format\":1,\"serin\":\"1.2.3\",");
  }

  @Test
  void read_withoutRollout_hasNone() {
    assertThat(read(write(REVISION)).rollout()).isEmpty();
  }

  @Test
  void read_stateThatIsNotKnown_isRefusedWithTheRelease() {
    var line = write(with(shadow())).replace("\"SHADOW\"", "\"GLIDING\"");

    assertThatThrownBy(() -> read(line))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("revision.rollout.state.kind: GLIDING, written by Serin 1.2.3 (expected: one"
            + " that this release knows; start that release or a newer one)");
  }

  @Test
  void read_newerFormat_isRefusedWithTheRelease() {
    var line = write(REVISION).replace("\"format\":1", "\"format\":2");

    assertThatThrownBy(() -> read(line))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("format: 2, written by Serin 1.2.3 (expected: 1; start that release or a newer"
            + " one)");
  }

  @Test
  void read_fieldsThatAreNotKnown_areIgnored() {
    var line = write(with(shadow()))
        .replace("\"plan\":{", "\"plan\":{\"newSetting\":{\"a\":[1]},")
        .replace("\"gates\":{", "\"gates\":{\"newGate\":\"0.1\",");

    assertThat(read(line)).isEqualTo(with(shadow()));
  }

  /** Frozen: what a release adds later must not change what a record of this one means. */
  @Test
  void read_settingsThatAreMissing_areThoseOfTheFormat() {
    var line = write(with(shadow()))
        .replaceAll("\"errors\":\\{[^}]*}", "\"errors\":{}")
        .replaceAll("\"quality\":\\{[^}]*}", "\"quality\":{}")
        .replaceAll("\"abandoned\":\\{[^}]*},?", "")
        .replaceAll("\"latency\":\\{\"weight\".*?\"floor\":\"[^\"]*\"}", "\"latency\":{}")
        .replaceAll("\"(alpha|cap|srm|min)[A-Za-z]*\":(\"[^\"]*\"|[0-9.E-]+),", "")
        .replaceAll("\"modes\":\\{[^}]*}", "\"modes\":{}")
        .replaceAll("\"promotion\":\\{[^}]*}", "\"promotion\":{}")
        .replaceAll("\"(bake|stepTimeout|cooldown)\":\"[^\"]*\",?", "")
        .replace(",}", "}");
    assertThat(line).doesNotContain("alphaRollback").doesNotContain("okMargin");

    var rollout = read(line).rollout().orElseThrow();

    var gates = rollout.terms().gates();
    assertThat(gates.errors().weight()).isEqualTo("0.4");
    assertThat(gates.quality().weight()).isEqualTo("0.3");
    assertThat(gates.abandoned().orElseThrow().weight()).isZero();
    assertThat(rollout.terms().stillAre(termsOf(GateSettings.DEFAULT, rollout))).isTrue();
    assertThat(rollout.plan()).isEqualTo(LivePlan.DEFAULT);
  }

  private static Terms termsOf(GateSettings gates, Rollout rollout) {
    return new Terms(gates, rollout.terms().losses(), rollout.terms().quality());
  }

  @Test
  void read_unloadedRevision_isTheOneThatWasWritten() {
    var unloaded = new Revision(
        "digits",
        2,
        REVISION.split(),
        REVISION.previous(),
        1,
        REVISION.assignment(),
        REVISION.absent(),
        REVISION.served(),
        REVISION.at(),
        REVISION.author(),
        "",
        "",
        Optional.empty(),
        /* unloaded= */ true);

    assertThat(read(write(unloaded))).isEqualTo(unloaded);
  }

  @Test
  void write_whatDoesNotReadBack_isRefused() {
    var torn = new Revision(
        "digits",
        2,
        REVISION.split(),
        REVISION.previous(),
        1,
        REVISION.assignment(),
        REVISION.absent(),
        REVISION.served(),
        REVISION.at(),
        Author.of("half a character: \ud83d"),
        "",
        "",
        Optional.empty(),
        /* unloaded= */ false);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> write(torn))
        .withMessageContaining("back");
  }

  private static Rollout shadow() {
    return rollout(LivePlan.DEFAULT, GateSettings.DEFAULT, new Shadow(), List.of());
  }

  private String write(Revision revision) {
    return new String(records.write(new Entry.Changed(revision)), UTF_8);
  }

  private Revision read(String line) {
    return ((Entry.Changed) records.read(line.getBytes(UTF_8))).revision();
  }

  private void assertSame(Rollout rollout) {
    var revision = with(rollout);

    assertThat(read(write(revision))).isEqualTo(revision);
  }

  private static Revision with(Rollout rollout) {
    return new Revision(
        REVISION.model(),
        REVISION.number(),
        REVISION.split(),
        REVISION.previous(),
        REVISION.stable(),
        REVISION.assignment(),
        REVISION.absent(),
        REVISION.served(),
        REVISION.at(),
        REVISION.author(),
        REVISION.reason(),
        REVISION.fileHash(),
        Optional.of(rollout),
        /* unloaded= */ false);
  }

  private static Rollout rollout(
      LivePlan plan, GateSettings gates, RolloutState state, List<GateState> evidence) {
    return new Rollout(
        new Rollout.Identity(
            "digits-3-x", 3, 1, 2, "abc", Instant.parse("2025-01-02T03:04:05.678901234Z")),
        plan,
        new Terms(gates, LossScale.BOUNDED, TEXT),
        state,
        SMALLEST,
        AT,
        7,
        2,
        1,
        "request " + TEXT,
        evidence);
  }

  private static LivePlan fullPlan() {
    var steps = List.of(SMALLEST, Share.parse("0.123456789012345678"), Share.ONE);
    return new LivePlan(
        new Plan(
            steps,
            new TreeMap<>(Map.of(
                SMALLEST, Plan.Requirement.NON_INFERIOR, steps.get(1), Plan.Requirement.NO_HARM)),
            new Plan.Minimum(1, 2, 3),
            Duration.ofMillis(1),
            Duration.ofDays(4)),
        OptionalLong.of(9),
        List.of(
            new AdvanceWindow(
                DayOfWeek.FRIDAY, DayOfWeek.MONDAY, 1, 1440, ZoneId.of("Europe/Berlin")),
            new AdvanceWindow(
                DayOfWeek.SUNDAY, DayOfWeek.SUNDAY, 0, 1, ZoneOffset.ofHoursMinutes(5, 30))),
        new TreeSet<>(Set.of(SMALLEST)),
        Optional.of(new Shadowing(new BigDecimal("0.020"), 5, 0.1, false, Duration.ofNanos(1))),
        Optional.of(new Fallback(Duration.ofMillis(7), 0.3)),
        new Promotion(Duration.ZERO, Duration.ofDays(365), OptionalDouble.of(1e12)),
        Duration.ofSeconds(11));
  }

  private static GateSettings fullGates() {
    var tenth = new BigDecimal("0.10");
    return new GateSettings(
        0.2,
        1e-9,
        new Cap(255, Duration.ofSeconds(3)),
        new Errors(new BigDecimal("0.333333333333333333"), 1.1, 0.3, 1e-4, 3, 0.02),
        new Latency(
            new BigDecimal("0.566666666666666667"),
            List.of(new Relative(new BigDecimal("0.999"), 1, new BigDecimal("0.9"))),
            Duration.ofNanos(1),
            Optional.of(new Slo(new BigDecimal("0.950"), Duration.ofMillis(50), tenth))),
        new Quality(
            tenth,
            0.01,
            0.5,
            false,
            Duration.ofDays(2),
            Duration.ofSeconds(1),
            Duration.ofHours(9),
            true),
        Optional.of(new Abandoned(new BigDecimal("0.000"), 1.25, 0.25, 1.75, 0.5)),
        new Service(
            Optional.of(new Slo(new BigDecimal("0.5"), Duration.ofNanos(1), BigDecimal.ZERO)), 2),
        0.1,
        1e6,
        new Modes(Mode.SIGNAL, Mode.DRY_RUN, Mode.ENFORCE, Mode.ENFORCE, Mode.DRY_RUN));
  }
}
