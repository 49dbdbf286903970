package dev.serin.client;

import dev.serin.client.GateVerdict.Evidence;
import dev.serin.v1.AdvanceRolloutRequest;
import dev.serin.v1.GateLimits;
import dev.serin.v1.PromoteRolloutRequest;
import dev.serin.v1.RolloutHistoryResponse;
import dev.serin.v1.RolloutRequest;
import dev.serin.v1.StartRolloutRequest;
import dev.serin.v1.WatchRolloutRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Converts rollouts and requests about them to and from the generated messages. */
final class RolloutWire {
  private RolloutWire() {}

  static StartRolloutRequest request(RolloutStart start) {
    var change = start.change();
    var request = StartRolloutRequest.newBuilder()
        .setModel(change.model())
        .setAuthor(change.author())
        .setReason(change.reason())
        .setRequestId(change.requestId())
        .setForce(start.force())
        .setReplace(start.replace());
    start.candidate().ifPresent(request::setCandidate);
    start.canary().ifPresent(request::setCanary);
    change.expectedRevision().ifPresent(request::setExpectedRevision);
    return request.build();
  }

  static RolloutRequest request(RolloutChange change) {
    var request = RolloutRequest.newBuilder()
        .setModel(change.model())
        .setAuthor(change.author())
        .setReason(change.reason())
        .setRequestId(change.requestId());
    change.expectedRevision().ifPresent(request::setExpectedRevision);
    return request.build();
  }

  static AdvanceRolloutRequest request(RolloutAdvance advance) {
    var change = advance.change();
    var request = AdvanceRolloutRequest.newBuilder()
        .setModel(change.model())
        .setAuthor(change.author())
        .setReason(change.reason())
        .setRequestId(change.requestId())
        .setSkipEvidence(advance.skipEvidence());
    change.expectedRevision().ifPresent(request::setExpectedRevision);
    return request.build();
  }

  static PromoteRolloutRequest request(RolloutPromotion promotion) {
    var change = promotion.change();
    var request = PromoteRolloutRequest.newBuilder()
        .setModel(change.model())
        .setAuthor(change.author())
        .setReason(change.reason())
        .setRequestId(change.requestId())
        .setFull(promotion.full())
        .setForce(promotion.force());
    change.expectedRevision().ifPresent(request::setExpectedRevision);
    return request.build();
  }

  static WatchRolloutRequest watch(String model, Duration interval) {
    return WatchRolloutRequest.newBuilder()
        .setModel(model)
        .setInterval(com.google.protobuf.Duration.newBuilder()
            .setSeconds(interval.getSeconds())
            .setNanos(interval.getNano()))
        .build();
  }

  static RolloutStatus status(dev.serin.v1.RolloutStatus status) {
    return new RolloutStatus(
        rollout(status.getRollout()),
        Wire.instant(status.getTime()),
        Wire.duration(status.getElapsed()),
        Wire.duration(status.getBake()),
        status.hasComparison()
            ? Optional.of(ComparisonWire.comparison(status.getComparison()))
            : Optional.empty(),
        present(status.getNextShare()),
        status.getMissingList().stream().map(ComparisonWire::need).toList(),
        status.getVersionsList().stream().map(AdminWire::versionStatus).toList(),
        status.getNotesList(),
        limits(status.getLimits()),
        status.getRevision());
  }

  static List<Rollout> history(RolloutHistoryResponse response) {
    return response.getTransitionsList().stream().map(RolloutWire::rollout).toList();
  }

  private static Rollout rollout(dev.serin.v1.Rollout rollout) {
    return new Rollout(
        rollout.getModel(),
        rollout.getId(),
        rollout.getNumber(),
        rollout.getStable(),
        rollout.getCandidate(),
        state(rollout.getState()),
        present(rollout.getPauseReason())
            .map(reason -> new Rollout.Pause(reason, rollout.getEndsByItself())),
        rollout.getDetail(),
        rollout.getStep(),
        rollout.getStepsList(),
        rollout.getShare(),
        Wire.instant(rollout.getStarted()),
        Wire.instant(rollout.getSince()),
        rollout.getRevision(),
        rollout.getAuthor(),
        rollout.getReason(),
        rollout.getEvidenceList().stream().map(RolloutWire::gate).toList(),
        rollout.hasRollback() ? Optional.of(rollback(rollout.getRollback())) : Optional.empty());
  }

  private static Rollout.Rollback rollback(dev.serin.v1.Rollback rollback) {
    var act = switch (rollback.getAct()) {
      case HARM -> Rollout.Act.HARM;
      case ABORTED -> Rollout.Act.ABORTED;
      case REPLACED -> Rollout.Act.REPLACED;
      case SPLIT -> Rollout.Act.SPLIT;
      case CRASHED -> Rollout.Act.CRASHED;
      case FILES_LOST -> Rollout.Act.FILES_LOST;
      case UNKNOWN, ACT_UNSPECIFIED, UNRECOGNIZED -> Rollout.Act.UNKNOWN;
    };
    return new Rollout.Rollback(
        act, present(rollback.getGate()), ComparisonWire.cause(rollback.getCause()));
  }

  private static Rollout.State state(dev.serin.v1.Rollout.State state) {
    return switch (state) {
      case PREFLIGHT -> Rollout.State.PREFLIGHT;
      case SHADOW -> Rollout.State.SHADOW;
      case RAMPING -> Rollout.State.RAMPING;
      case PAUSED -> Rollout.State.PAUSED;
      case PROMOTED -> Rollout.State.PROMOTED;
      case COMPLETED -> Rollout.State.COMPLETED;
      case ROLLED_BACK -> Rollout.State.ROLLED_BACK;
      case REJECTED -> Rollout.State.REJECTED;
      case STATE_UNSPECIFIED, UNRECOGNIZED -> Rollout.State.UNKNOWN;
    };
  }

  private static Rollout.GateState gate(dev.serin.v1.GateState gate) {
    return new Rollout.GateState(
        gate.getGate(),
        ComparisonWire.verdict(gate.getVerdict()),
        new Evidence(gate.getLog10E(), gate.getLog10Threshold()),
        Wire.present(gate.hasOkLog10E(), gate.getOkLog10E()),
        new Rollout.Mean(
            gate.getStableObservations(), Wire.present(gate.hasStableMean(), gate.getStableMean())),
        new Rollout.Mean(
            gate.getCanaryObservations(),
            Wire.present(gate.hasCanaryMean(), gate.getCanaryMean())));
  }

  private static RolloutStatus.Limits limits(GateLimits limits) {
    return new RolloutStatus.Limits(
        limits.getLatencyList().stream()
            .map(limit -> new RolloutStatus.LatencyLimit(limit.getQuantile(), limit.getMaxRatio()))
            .toList(),
        Wire.duration(limits.getLatencyFloor()),
        limits.getQualityMargin(),
        limits.getQualityRequired());
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
