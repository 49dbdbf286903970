package dev.serin.client;

import com.google.protobuf.Timestamp;
import dev.serin.client.GateVerdict.Cause;
import dev.serin.client.GateVerdict.Consequence;
import dev.serin.client.GateVerdict.Evidence;
import dev.serin.client.GateVerdict.Labels;
import dev.serin.client.GateVerdict.Measure;
import dev.serin.client.GateVerdict.Need;
import dev.serin.client.GateVerdict.Numbers;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.v1.GateNumbers;
import dev.serin.v1.LabelNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A comparison with all parts, and one without its optional parts, as values and as messages. */
final class Comparisons {
  static final dev.serin.v1.Comparison WIRE = dev.serin.v1.Comparison.newBuilder()
      .setStable(1)
      .setCanary(2)
      .setShare("0.05")
      .setStep(3)
      .setStepSince(Timestamp.newBuilder().setSeconds(1_600_000_001))
      .setSince(Timestamp.newBuilder().setSeconds(1_600_000_002))
      .setTime(Timestamp.newBuilder().setSeconds(1_600_000_003))
      .setConsequence(dev.serin.v1.GateVerdict.Consequence.PAUSE)
      .addGates(dev.serin.v1.GateVerdict.newBuilder()
          .setGate("errors")
          .setVerdict(dev.serin.v1.GateVerdict.Verdict.HARM)
          .setConsequence(dev.serin.v1.GateVerdict.Consequence.ROLLBACK)
          .setReason("it fails")
          .setCause(dev.serin.v1.GateVerdict.Cause.TOO_MANY_ERRORS)
          .setMeasure(dev.serin.v1.GateVerdict.Measure.SHARE)
          .setOfService(true)
          .setFound(Timestamp.newBuilder().setSeconds(1_600_000_004))
          .setLog10E(3.5)
          .setLog10Threshold(2.5)
          .setUnit("share of calls")
          .setStable(GateNumbers.newBuilder().setHigh(1))
          .setCanary(GateNumbers.newBuilder()
              .setObservations(7)
              .setMean(0)
              .setLow(0.25)
              .setHigh(0.75))
          .addRemarks("few users"))
      .addGates(dev.serin.v1.GateVerdict.newBuilder()
          .setGate("quality")
          .setVerdict(dev.serin.v1.GateVerdict.Verdict.UNDECIDED)
          .setConsequence(dev.serin.v1.GateVerdict.Consequence.NONE)
          .setMeasure(dev.serin.v1.GateVerdict.Measure.MEAN)
          .setOkLog10E(-0.5)
          .setOkLog10Threshold(1.3)
          .setStable(GateNumbers.newBuilder()
              .setLabels(LabelNumbers.newBuilder()
                  .setInTime(1)
                  .setLate(2)
                  .setMatured(3)
                  .setMissing(4)))
          .addNeeds(dev.serin.v1.Need.newBuilder().setWhat("labels"))
          .addNeeds(dev.serin.v1.Need.newBuilder().setWhat("calls").setExpectedSeconds(0))
          .setLimit(com.google.protobuf.Duration.newBuilder().setNanos(7_000_000)))
      .addGates(dev.serin.v1.GateVerdict.newBuilder()
          .setVerdict(dev.serin.v1.GateVerdict.Verdict.OK)
          .setConsequence(dev.serin.v1.GateVerdict.Consequence.PAUSE))
      .build();

  private static final Numbers NOTHING =
      new Numbers(0, OptionalDouble.empty(), 0, 0, Optional.empty());

  static final Comparison READ = new Comparison(
      1,
      2,
      "0.05",
      3,
      Instant.ofEpochSecond(1_600_000_001),
      Instant.ofEpochSecond(1_600_000_002),
      Instant.ofEpochSecond(1_600_000_003),
      Consequence.PAUSE,
      List.of(
          new GateVerdict(
              "errors",
              Verdict.HARM,
              Consequence.ROLLBACK,
              "it fails",
              Optional.of(Instant.ofEpochSecond(1_600_000_004)),
              new Evidence(3.5, 2.5),
              Optional.empty(),
              "share of calls",
              new Numbers(0, OptionalDouble.empty(), 0, 1, Optional.empty()),
              new Numbers(7, OptionalDouble.of(0), 0.25, 0.75, Optional.empty()),
              List.of("few users"),
              List.of(),
              Optional.empty(),
              Optional.of(Cause.TOO_MANY_ERRORS),
              Measure.SHARE,
              true),
          new GateVerdict(
              "quality",
              Verdict.UNDECIDED,
              Consequence.NONE,
              "",
              Optional.empty(),
              new Evidence(0, 0),
              Optional.of(new Evidence(-0.5, 1.3)),
              "",
              new Numbers(0, OptionalDouble.empty(), 0, 0, Optional.of(new Labels(1, 2, 3, 4))),
              NOTHING,
              List.of(),
              List.of(
                  new Need("labels", Optional.empty()),
                  new Need("calls", Optional.of(Duration.ZERO))),
              Optional.of(Duration.ofMillis(7)),
              Optional.empty(),
              Measure.MEAN,
              false),
          new GateVerdict(
              "",
              Verdict.OK,
              Consequence.PAUSE,
              "",
              Optional.empty(),
              new Evidence(0, 0),
              Optional.empty(),
              "",
              NOTHING,
              NOTHING,
              List.of(),
              List.of(),
              Optional.empty(),
              Optional.empty(),
              Measure.UNKNOWN,
              false)));

  private Comparisons() {}
}
