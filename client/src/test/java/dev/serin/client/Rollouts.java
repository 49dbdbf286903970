package dev.serin.client;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.serin.client.GateVerdict.Evidence;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.v1.GateLimits;
import dev.serin.v1.Need;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A rollout with all parts, as a value and as a message. */
final class Rollouts {
  static final dev.serin.v1.Rollout WIRE = dev.serin.v1.Rollout.newBuilder()
      .setModel("digits")
      .setId("r-1")
      .setNumber(3)
      .setStable(1)
      .setCandidate(2)
      .setState(dev.serin.v1.Rollout.State.PAUSED)
      .setPauseReason("NO_TRAFFIC")
      .setEndsByItself(true)
      .setDetail("no call for half an hour")
      .setStep(1)
      .addSteps("0.5")
      .addSteps("1")
      .setShare("0.5")
      .setStarted(Timestamp.newBuilder().setSeconds(1_600_000_001))
      .setSince(Timestamp.newBuilder().setSeconds(1_600_000_002))
      .setRevision(9)
      .setAuthor("controller")
      .setReason("no traffic")
      .addEvidence(dev.serin.v1.GateState.newBuilder()
          .setGate("errors")
          .setVerdict(dev.serin.v1.GateVerdict.Verdict.OK)
          .setLog10E(-0.5)
          .setLog10Threshold(2.5)
          .setOkLog10E(1.5)
          .setStableObservations(7)
          .setStableMean(0.25)
          .setCanaryObservations(8)
          .setCanaryMean(0))
      .addEvidence(dev.serin.v1.GateState.newBuilder().setGate("srm"))
      .build();

  static final dev.serin.v1.RolloutStatus WIRE_STATUS = dev.serin.v1.RolloutStatus.newBuilder()
      .setRollout(WIRE)
      .setTime(Timestamp.newBuilder().setSeconds(1_600_000_003))
      .setElapsed(Duration.newBuilder().setSeconds(4))
      .setBake(Duration.newBuilder().setSeconds(600))
      .setComparison(Comparisons.WIRE)
      .setNextShare("1")
      .addMissing(Need.newBuilder().setWhat("calls").setExpectedSeconds(5))
      .setRevision(11)
      .addNotes("the disk is full")
      .setLimits(GateLimits.newBuilder()
          .addLatency(GateLimits.Latency.newBuilder().setQuantile(0.95).setMaxRatio(1.2))
          .setLatencyFloor(Duration.newBuilder().setNanos(5_000_000))
          .setQualityMargin(0.02)
          .setQualityRequired(true))
      .build();

  static final Rollout READ = new Rollout(
      "digits",
      "r-1",
      3,
      1,
      2,
      Rollout.State.PAUSED,
      Optional.of(new Rollout.Pause("NO_TRAFFIC", true)),
      "no call for half an hour",
      1,
      List.of("0.5", "1"),
      "0.5",
      Instant.ofEpochSecond(1_600_000_001),
      Instant.ofEpochSecond(1_600_000_002),
      9,
      "controller",
      "no traffic",
      List.of(
          new Rollout.GateState(
              "errors",
              Verdict.OK,
              new Evidence(-0.5, 2.5),
              OptionalDouble.of(1.5),
              new Rollout.Mean(7, OptionalDouble.of(0.25)),
              new Rollout.Mean(8, OptionalDouble.of(0))),
          new Rollout.GateState(
              "srm",
              Verdict.UNKNOWN,
              new Evidence(0, 0),
              OptionalDouble.empty(),
              new Rollout.Mean(0, OptionalDouble.empty()),
              new Rollout.Mean(0, OptionalDouble.empty()))),
      Optional.empty());

  static final RolloutStatus READ_STATUS = new RolloutStatus(
      READ,
      Instant.ofEpochSecond(1_600_000_003),
      java.time.Duration.ofSeconds(4),
      java.time.Duration.ofMinutes(10),
      Optional.of(Comparisons.READ),
      Optional.of("1"),
      List.of(new GateVerdict.Need("calls", Optional.of(java.time.Duration.ofSeconds(5)))),
      List.of(),
      List.of("the disk is full"),
      new RolloutStatus.Limits(
          List.of(new RolloutStatus.LatencyLimit(0.95, 1.2)),
          java.time.Duration.ofMillis(5),
          0.02,
          true),
      11);

  private Rollouts() {}
}
