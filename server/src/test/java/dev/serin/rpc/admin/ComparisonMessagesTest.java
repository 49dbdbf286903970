package dev.serin.rpc.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.serin.gate.Findings;
import dev.serin.gate.GateIds;
import dev.serin.gate.HarmCause;
import dev.serin.gate.Judgement;
import dev.serin.gate.LabelNumbers;
import dev.serin.gate.Need;
import dev.serin.gate.Rate;
import dev.serin.gate.Step;
import dev.serin.gate.Unit;
import dev.serin.gate.Verdict;
import dev.serin.gate.Verdict.Harm;
import dev.serin.gate.Verdict.Ok;
import dev.serin.gate.Verdict.Undecided;
import dev.serin.judge.ComparisonReport;
import dev.serin.judge.StatisticsClock;
import dev.serin.status.ComparisonStatus;
import dev.serin.v1.Comparison;
import dev.serin.v1.GateNumbers;
import dev.serin.v1.GateVerdict;
import dev.serin.v1.GateVerdict.Consequence;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonMessagesTest {
  private static final long NOW = 1_735_689_600_123L;
  private static final Rate STABLE = new Rate(900, 9);
  private static final Rate CANARY = new Rate(0, 0);
  private static final Findings FINDINGS = new Findings(
      GateIds.gate("errors"),
      Math.log(1_000),
      Math.log(100),
      OptionalDouble.empty(),
      0,
      new Unit.Errors(),
      STABLE,
      CANARY,
      Optional.empty(),
      List.of("one", "two"));

  @Test
  void message_pairAndStep_areTold() {
    assertThat(comparison().toBuilder().clearGates().build())
        .isEqualTo(Comparison.newBuilder()
            .setStable(1)
            .setCanary(2)
            .setShare("0.0000001")
            .setStep(3)
            .setStepSince(Timestamps.fromMillis(NOW - 1_000))
            .setSince(Timestamps.fromMillis(NOW - 5_000))
            .setTime(Timestamps.fromMillis(NOW))
            .setConsequence(Consequence.NONE)
            .build());
  }

  @Test
  void message_gates_keepTheirOrder() {
    assertThat(comparison(new Ok(FINDINGS), harm(Verdict.Consequence.PAUSE), new Ok(FINDINGS))
            .getGatesList())
        .extracting(GateVerdict::getVerdict)
        .containsExactly(GateVerdict.Verdict.OK, GateVerdict.Verdict.HARM, GateVerdict.Verdict.OK);
  }

  @Test
  void message_harm_saysWhatSinceWhenAndWhatItLeadsTo() {
    var gate = gate(harm(Verdict.Consequence.ROLLBACK));

    assertThat(gate.getVerdict()).isEqualTo(GateVerdict.Verdict.HARM);
    assertThat(gate.getConsequence()).isEqualTo(Consequence.ROLLBACK);
    assertThat(gate.getReason()).isEqualTo("the canary fails on more than 1 % of its calls");
    assertThat(gate.getFound()).isEqualTo(Timestamps.fromMillis(NOW - 7));
  }

  @Test
  void message_noHarm_leadsToNothing() {
    var gate = gate(new Ok(FINDINGS));

    assertThat(gate.getConsequence()).isEqualTo(Consequence.NONE);
    assertThat(gate.getReason()).isEmpty();
    assertThat(gate.hasFound()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,     NONE,     NONE",
    "PAUSE,    NONE,     PAUSE",
    "NONE,     PAUSE,    PAUSE",
    "PAUSE,    ROLLBACK, ROLLBACK",
    "ROLLBACK, PAUSE,    ROLLBACK"
  })
  void message_severalHarms_leadToTheGravest(
      Verdict.Consequence first, Verdict.Consequence second, Consequence gravest) {
    assertThat(comparison(harm(first), harm(second)).getConsequence()).isEqualTo(gravest);
  }

  @Test
  void message_findings_areToldInDecimalLogarithms() {
    var gate = gate(new Ok(FINDINGS));

    assertThat(gate.getGate()).isEqualTo("errors");
    assertThat(gate.getUnit()).isEqualTo("share of calls with an error");
    assertThat(gate.getRemarksList()).containsExactly("one", "two");
    assertThat(gate.getLog10E()).isCloseTo(3, within(1e-12));
    assertThat(gate.getLog10Threshold()).isCloseTo(2, within(1e-12));
    assertThat(gate.hasOkLog10E()).isFalse();
    assertThat(gate.hasOkLog10Threshold()).isFalse();
  }

  @Test
  void message_limit_isToldWhereThereIsOne() {
    var latency = new Findings(
        GateIds.gate("latency.q95"),
        0,
        1,
        OptionalDouble.empty(),
        0,
        new Unit.Errors(),
        STABLE,
        CANARY,
        Optional.empty(),
        List.of(),
        OptionalLong.of(5_000_001));

    assertThat(gate(new Ok(latency)).getLimit()).isEqualTo(Durations.fromNanos(5_000_001));
    assertThat(gate(new Ok(FINDINGS)).hasLimit()).isFalse();
  }

  @Test
  void message_gateThatCanProveOk_tellsHowFarItIs() {
    var gate = gate(new Ok(provable()));

    assertThat(gate.getOkLog10E()).isCloseTo(-1, within(1e-12));
    assertThat(gate.getOkLog10Threshold()).isCloseTo(1, within(1e-12));
  }

  @Test
  void message_numbers_haveAMeanIfThereAreObservations() {
    var gate = gate(new Ok(FINDINGS));

    assertThat(gate.getStable())
        .isEqualTo(GateNumbers.newBuilder()
            .setObservations(900)
            .setMean(0.01)
            .setLow(STABLE.interval().low())
            .setHigh(STABLE.interval().high())
            .build());
    assertThat(gate.getCanary()).isEqualTo(GateNumbers.newBuilder().setHigh(1).build());
  }

  @Test
  void message_labels_areTheRolesOwn() {
    var gate = gate(new Ok(provable()));

    assertThat(gate.getStable().getLabels())
        .isEqualTo(dev.serin.v1.LabelNumbers.newBuilder()
            .setInTime(1)
            .setLate(2)
            .setMatured(3)
            .setMissing(4)
            .build());
    assertThat(gate.getCanary().getLabels().getInTime()).isEqualTo(5);
  }

  @Test
  void message_needs_areToldInWholeSecondsIfAny() {
    var gate = gate(new Undecided(
        FINDINGS,
        List.of(
            new Need("labels", Optional.empty()),
            new Need("calls", Optional.of(Duration.ofMillis(1_001))),
            new Need("patience", Optional.of(Duration.ofMillis(1_000_000_000_000_000L))))));

    assertThat(gate.getVerdict()).isEqualTo(GateVerdict.Verdict.UNDECIDED);
    assertThat(gate.getNeedsList())
        .containsExactly(
            dev.serin.v1.Need.newBuilder().setWhat("labels").build(),
            dev.serin.v1.Need.newBuilder()
                .setWhat("calls")
                .setExpectedSeconds(2)
                .build(),
            dev.serin.v1.Need.newBuilder()
                .setWhat("patience")
                .setExpectedSeconds(1_000_000_000_000L)
                .build());
  }

  private static Findings provable() {
    return new Findings(
        GateIds.gate("quality"),
        0,
        1,
        OptionalDouble.of(-Math.log(10)),
        Math.log(10),
        new Unit.Loss(Duration.ofHours(1)),
        STABLE,
        CANARY,
        Optional.of(
            new Findings.Labels(new LabelNumbers(1, 2, 3, 4), new LabelNumbers(5, 6, 7, 8))),
        List.of());
  }

  private static Harm harm(Verdict.Consequence consequence) {
    return new Harm(FINDINGS, consequence, NOW - 7, HarmCause.TOO_MANY_ERRORS, 0.01);
  }

  private static GateVerdict gate(Verdict verdict) {
    return comparison(verdict).getGates(0);
  }

  private static Comparison comparison(Verdict... verdicts) {
    var report = new ComparisonReport(
        1,
        2,
        new Step(3, 9, NOW - 1_000, new BigDecimal("1E-7")),
        NOW - 5_000,
        new Judgement(List.of(verdicts), List.of(), List.of()));
    var clock = new StatisticsClock(() -> 0, () -> Instant.ofEpochMilli(NOW));
    return ComparisonMessages.message(ComparisonStatus.of(report, NOW, clock));
  }
}
