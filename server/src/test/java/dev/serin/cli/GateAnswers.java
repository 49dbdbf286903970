package dev.serin.cli;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.serin.v1.Comparison;
import dev.serin.v1.GateNumbers;
import dev.serin.v1.GateVerdict;
import dev.serin.v1.GateVerdict.Cause;
import dev.serin.v1.GateVerdict.Consequence;
import dev.serin.v1.GateVerdict.Measure;
import dev.serin.v1.GateVerdict.Verdict;
import dev.serin.v1.LabelNumbers;
import dev.serin.v1.Need;

/** Answers of a gateway about a canary. */
public final class GateAnswers {
  private static final long START = 1_735_689_600;

  public static final GateVerdict ERRORS = GateVerdict.newBuilder()
      .setGate("errors")
      .setVerdict(Verdict.UNDECIDED)
      .setConsequence(Consequence.NONE)
      .setLog10E(-0.52)
      .setLog10Threshold(2.5229)
      .setOkLog10E(0.6128)
      .setOkLog10Threshold(1.30103)
      .setUnit("share of calls with an error")
      .setMeasure(Measure.SHARE)
      .setStable(numbers(12345, 0.0098, 0.009, 0.011))
      .setCanary(numbers(650, 0.0108, 0.0051, 0.0219))
      .addRemarks("FEW_USERS: the cap per user left out 93 % of the observations")
      .addNeeds(Need.newBuilder().setWhat("about 900 more calls of the canary (650 seen)"))
      .build();

  static final GateVerdict LIMIT = GateVerdict.newBuilder()
      .setGate("errors.slo")
      .setVerdict(Verdict.UNDECIDED)
      .setConsequence(Consequence.NONE)
      .setLog10E(-80)
      .setLog10Threshold(3)
      .setUnit("share of calls with an error")
      .setMeasure(Measure.SHARE)
      .setStable(numbers(99_000, 0.0098, 0.009, 0.011))
      .setCanary(numbers(5_210, 0.0108, 0.0091, 0.0129))
      .addRemarks("FEW_USERS: the cap per user left out 93 % of the observations")
      .build();

  public static final GateVerdict LATENCY = GateVerdict.newBuilder()
      .setGate("latency.q95")
      .setVerdict(Verdict.HARM)
      .setConsequence(Consequence.ROLLBACK)
      .setReason("the canary's p95 is more than 1.2 times stable's")
      .setCause(Cause.SLOWER)
      .setFound(Timestamp.newBuilder().setSeconds(START + 3_600))
      .setLog10E(7.3)
      .setLog10Threshold(2.8239)
      .setUnit("share of calls that take longer than stable's p95 (of the canary: times 1.2)")
      .setMeasure(Measure.SHARE)
      .setStable(numbers(12_000, 0.0505, 0.047, 0.0541))
      .setCanary(numbers(600, 0.1717, 0.1391, 0.2092))
      .addRemarks("stable's p95 is 5.250 ms")
      .setLimit(Duration.newBuilder().setNanos(6_300_000))
      .build();

  public static final GateVerdict QUALITY = GateVerdict.newBuilder()
      .setGate("quality")
      .setVerdict(Verdict.OK)
      .setConsequence(Consequence.NONE)
      .setLog10E(-0.4)
      .setLog10Threshold(2.5229)
      .setOkLog10E(1.5)
      .setOkLog10Threshold(1.30103)
      .setUnit("mean loss of the labels that came within 30 min")
      .setMeasure(Measure.MEAN)
      .setStable(labelled(numbers(4_100, 0.102, 0.0982, 0.1055), 4_100, 12, 5_000, 888))
      .setCanary(labelled(numbers(210, 0.0981, 0.0601, 0.1501), 210, 1, 260, 49))
      .build();

  static final GateVerdict COVERAGE = GateVerdict.newBuilder()
      .setGate("coverage")
      .setVerdict(Verdict.OK)
      .setConsequence(Consequence.NONE)
      .setLog10Threshold(3)
      .setUnit("share of predictions that got their label, by age")
      .setMeasure(Measure.SHARE)
      .setStable(labelled(GateNumbers.newBuilder().setHigh(1).build(), 4_100, 12, 5_000, 888))
      .setCanary(labelled(GateNumbers.newBuilder().setHigh(1).build(), 210, 1, 260, 49))
      .build();

  static final GateVerdict SERVICE = GateVerdict.newBuilder()
      .setGate("service.stable")
      .setVerdict(Verdict.OK)
      .setConsequence(Consequence.NONE)
      .setLog10Threshold(3)
      .setUnit("share of stable's calls that take longer than 1.3 times its p95 before the canary")
      .setMeasure(Measure.SHARE)
      .setOfService(true)
      .setStable(numbers(9_000, 0.0001, 0.00002, 0.0004))
      .setCanary(numbers(9_000, 0.0001, 0.00002, 0.0004))
      .build();

  /** Harm in the second gate, one hour after the first step began. */
  public static final Comparison COMPARISON = Comparison.newBuilder()
      .setStable(1)
      .setCanary(2)
      .setShare("0.1")
      .setStep(2)
      .setStepSince(Timestamp.newBuilder().setSeconds(START + 3_000))
      .setSince(Timestamp.newBuilder().setSeconds(START))
      .setTime(Timestamp.newBuilder().setSeconds(START + 3_760))
      .setConsequence(Consequence.ROLLBACK)
      .addGates(ERRORS)
      .addGates(LIMIT)
      .addGates(LATENCY)
      .addGates(QUALITY)
      .addGates(COVERAGE)
      .addGates(SERVICE)
      .build();

  private GateAnswers() {}

  private static GateNumbers numbers(long observations, double mean, double low, double high) {
    return GateNumbers.newBuilder()
        .setObservations(observations)
        .setMean(mean)
        .setLow(low)
        .setHigh(high)
        .build();
  }

  private static GateNumbers labelled(
      GateNumbers numbers, long inTime, long late, long matured, long missing) {
    return numbers.toBuilder()
        .setLabels(LabelNumbers.newBuilder()
            .setInTime(inTime)
            .setLate(late)
            .setMatured(matured)
            .setMissing(missing))
        .build();
  }
}
