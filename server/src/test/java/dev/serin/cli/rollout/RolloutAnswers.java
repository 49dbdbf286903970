package dev.serin.cli.rollout;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.serin.v1.Comparison;
import dev.serin.v1.GateLimits;
import dev.serin.v1.GateNumbers;
import dev.serin.v1.GateState;
import dev.serin.v1.GateVerdict;
import dev.serin.v1.GateVerdict.Consequence;
import dev.serin.v1.GateVerdict.Verdict;
import dev.serin.v1.Latency;
import dev.serin.v1.Need;
import dev.serin.v1.Quality;
import dev.serin.v1.Role;
import dev.serin.v1.Rollout;
import dev.serin.v1.Rollout.State;
import dev.serin.v1.RolloutStatus;
import dev.serin.v1.VersionStatus;
import java.util.List;

/** Answers of a gateway about a rollout. */
final class RolloutAnswers {
  static final long START = 1_735_689_600;

  static final GateState HARM = GateState.newBuilder()
      .setGate("latency.q95")
      .setVerdict(Verdict.HARM)
      .setLog10E(7.3)
      .setLog10Threshold(2.8239)
      .setStableObservations(12_000)
      .setStableMean(0.0505)
      .setCanaryObservations(600)
      .setCanaryMean(0.1717)
      .build();

  /** In the third of five steps, with 20 seconds to go. */
  static final RolloutStatus RAMPING = RolloutStatus.newBuilder()
      .setRollout(Rollout.newBuilder()
          .setModel("digits")
          .setId("r-3")
          .setNumber(3)
          .setStable(1)
          .setCandidate(2)
          .setState(State.RAMPING)
          .setStep(3)
          .addAllSteps(List.of("0.05", "0.1", "0.25", "0.5", "1"))
          .setShare("0.25")
          .setStarted(time(0))
          .setSince(time(300))
          .setRevision(9)
          .setAuthor("controller")
          .setReason("step 2 is left"))
      .setTime(time(430))
      .setElapsed(seconds(130))
      .setBake(seconds(150))
      .setComparison(Comparison.newBuilder()
          .setStable(1)
          .setCanary(2)
          .setShare("0.25")
          .setConsequence(Consequence.NONE)
          .addGates(gate("errors", Verdict.OK).setOkLog10E(1.5).setOkLog10Threshold(1.3))
          .addGates(gate("errors.slo", Verdict.UNDECIDED))
          .addGates(gate("latency.q95", Verdict.UNDECIDED))
          .addGates(gate("latency.q99", Verdict.UNDECIDED))
          .addGates(gate("quality", Verdict.OK)
              .setOkLog10E(1.5)
              .setOkLog10Threshold(1.3)
              .setStable(losses(2_000, 0.066, 0.059, 0.074))
              .setCanary(losses(411, 0.032, 0.024, 0.042)))
          .addGates(gate("coverage", Verdict.OK))
          .addGates(gate("srm", Verdict.OK)))
      .setRevision(11)
      .setNextShare("0.5")
      .addMissing(need("20 s of the bake", 20))
      .addVersions(version(1, Role.STABLE, "0.75", 0.752, 4512, 0.31, 0.88, 0.92)
          .setQuality(accuracy(0.934, 0.926, 0.941)))
      .addVersions(version(2, Role.CANARY, "0.25", 0.248, 1488, 0.36, 0.915, 1.1)
          .setQuality(accuracy(0.968, 0.958, 0.976)))
      .setLimits(GateLimits.newBuilder()
          .addLatency(GateLimits.Latency.newBuilder().setQuantile(0.95).setMaxRatio(1.2))
          .addLatency(GateLimits.Latency.newBuilder().setQuantile(0.99).setMaxRatio(1.5))
          .setQualityMargin(0.02)
          .setQualityRequired(true))
      .build();

  private RolloutAnswers() {}

  /** The same rollout in another state, since a minute. */
  static RolloutStatus in(State state) {
    return in(state, "").build();
  }

  /** The same rollout in another state, since a minute, for a reason if it is paused. */
  static RolloutStatus.Builder in(State state, String pauseReason) {
    var status = RAMPING.toBuilder();
    status
        .getRolloutBuilder()
        .setState(state)
        .setPauseReason(pauseReason)
        .setSince(time(370))
        .setRevision(10)
        .setReason("so it went");
    return status;
  }

  static Need need(String what, long seconds) {
    return Need.newBuilder().setWhat(what).setExpectedSeconds(seconds).build();
  }

  static GateVerdict.Builder gate(String name, Verdict verdict) {
    return GateVerdict.newBuilder()
        .setGate(name)
        .setVerdict(verdict)
        .setConsequence(Consequence.NONE)
        .setLog10Threshold(2.5);
  }

  static Timestamp time(long seconds) {
    return Timestamp.newBuilder().setSeconds(START + seconds).build();
  }

  static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  private static GateNumbers losses(long observations, double mean, double low, double high) {
    return GateNumbers.newBuilder()
        .setObservations(observations)
        .setMean(mean)
        .setLow(low)
        .setHigh(high)
        .build();
  }

  private static Quality accuracy(double mean, double low, double high) {
    return Quality.newBuilder()
        .setMetric("accuracy")
        .setLabels(1_000)
        .setMean(mean)
        .setLow(low)
        .setHigh(high)
        .build();
  }

  private static VersionStatus.Builder version(
      long number,
      Role role,
      String set,
      double real,
      long calls,
      double p50,
      double p95,
      double p99) {
    return VersionStatus.newBuilder()
        .setVersion(number)
        .setRole(role)
        .setShareSet(set)
        .setShareReal(real)
        .setRevisionCalls(Math.round(real * 250))
        .setCalls(calls)
        .setEndToEnd(Latency.newBuilder()
            .setCount(calls)
            .setP50Ms(p50)
            .setP95Ms(p95)
            .setP99Ms(p99)
            .setMaxMs(9));
  }
}
