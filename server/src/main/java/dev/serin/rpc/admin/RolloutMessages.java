package dev.serin.rpc.admin;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import dev.serin.control.Revision;
import dev.serin.gate.GateSettings;
import dev.serin.gate.Rate;
import dev.serin.rollout.GateState;
import dev.serin.rollout.RollbackCause;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.rollout.StateName;
import dev.serin.split.Share;
import dev.serin.v1.GateLimits;
import dev.serin.v1.GateVerdict;
import dev.serin.v1.Rollback;
import dev.serin.v1.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Converts rollouts to messages. */
final class RolloutMessages {
  private static final double LN_10 = Math.log(10);

  private RolloutMessages() {}

  /** Returns those of a model's revisions, newest first, that are transitions of a rollout. */
  static List<Revision> transitions(List<Revision> revisions) {
    var transitions = new ArrayList<Revision>();
    for (int i = 0; i < revisions.size(); i++) {
      var revision = revisions.get(i);
      boolean same =
          i + 1 < revisions.size() && revisions.get(i + 1).rollout().equals(revision.rollout());
      if (revision.rollout().isPresent() && !same) {
        transitions.add(revision);
      }
    }
    return transitions;
  }

  /** Returns the rollout of a revision, which is the rollout's last transition. */
  static Rollout message(Revision revision) {
    var rollout = revision.rollout().orElseThrow();
    var identity = rollout.identity();
    var message = Rollout.newBuilder()
        .setModel(revision.model())
        .setId(identity.id())
        .setNumber(identity.number())
        .setStable(identity.stable())
        .setCandidate(identity.candidate())
        .setState(state(rollout.state().name()))
        .setDetail(rollout.state().detail())
        .setStep(rollout.step())
        .addAllSteps(rollout.plan().plan().steps().stream().map(Share::toString).toList())
        .setShare(rollout.share().toString())
        .setStarted(timestamp(identity.started()))
        .setSince(timestamp(rollout.since().time()))
        .setRevision(revision.number())
        .setAuthor(revision.author().name())
        .setReason(revision.reason())
        .addAllEvidence(
            rollout.evidence().stream().map(RolloutMessages::message).toList());
    if (rollout.state() instanceof Paused paused) {
      message.setPauseReason(paused.reason().name()).setEndsByItself(paused.endsByItself());
    }
    if (rollout.state() instanceof RolledBack back) {
      message.setRollback(rollback(back.cause()));
    }
    return message.build();
  }

  private static Rollout.State state(StateName state) {
    return switch (state) {
      case PREFLIGHT -> Rollout.State.PREFLIGHT;
      case SHADOW -> Rollout.State.SHADOW;
      case RAMPING -> Rollout.State.RAMPING;
      case PAUSED -> Rollout.State.PAUSED;
      case PROMOTED -> Rollout.State.PROMOTED;
      case COMPLETED -> Rollout.State.COMPLETED;
      case ROLLED_BACK -> Rollout.State.ROLLED_BACK;
      case REJECTED -> Rollout.State.REJECTED;
    };
  }

  static Rollback rollback(RollbackCause cause) {
    var message = Rollback.newBuilder();
    if (cause instanceof RollbackCause.Harm harm) {
      message
          .setAct(Rollback.Act.HARM)
          .setGate(harm.gate().toString())
          .setCause(Verdicts.message(harm.cause()));
    } else if (cause instanceof RollbackCause.Act act) {
      message.setAct(
          switch (act) {
            case ABORTED -> Rollback.Act.ABORTED;
            case REPLACED -> Rollback.Act.REPLACED;
            case SPLIT -> Rollback.Act.SPLIT;
            case CRASHED -> Rollback.Act.CRASHED;
            case FILES_LOST -> Rollback.Act.FILES_LOST;
            case UNKNOWN -> Rollback.Act.UNKNOWN;
          });
    }
    return message.build();
  }

  /** Returns the limits of gates. */
  static GateLimits limits(GateSettings gates) {
    return GateLimits.newBuilder()
        .addAllLatency(gates.latency().relative().stream()
            .map(limit -> GateLimits.Latency.newBuilder()
                .setQuantile(limit.q().doubleValue())
                .setMaxRatio(limit.maxRatio())
                .build())
            .toList())
        .setLatencyFloor(Durations.fromNanos(gates.latency().floor().toNanos()))
        .setQualityMargin(gates.quality().okMargin())
        .setQualityRequired(gates.quality().required())
        .build();
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static dev.serin.v1.GateState message(GateState gate) {
    var message = dev.serin.v1.GateState.newBuilder()
        .setGate(gate.gate().toString())
        .setVerdict(verdict(gate.verdict()))
        .setLog10E(gate.logE() / LN_10)
        .setLog10Threshold(gate.logThreshold() / LN_10)
        .setStableObservations(gate.stable().observations())
        .setCanaryObservations(gate.canary().observations());
    gate.okLogE().ifPresent(logE -> message.setOkLog10E(logE / LN_10));
    if (seen(gate.stable())) {
      message.setStableMean(gate.stable().mean());
    }
    if (seen(gate.canary())) {
      message.setCanaryMean(gate.canary().mean());
    }
    return message.build();
  }

  private static GateVerdict.Verdict verdict(GateState.Answer answer) {
    return switch (answer) {
      case HARM -> GateVerdict.Verdict.HARM;
      case OK -> GateVerdict.Verdict.OK;
      case UNDECIDED -> GateVerdict.Verdict.UNDECIDED;
    };
  }

  private static boolean seen(Rate rate) {
    return rate.observations() > 0;
  }
}
