package dev.serin.codec;

import static dev.serin.codec.Fields.instant;
import static dev.serin.codec.Fields.timestamp;

import dev.serin.rollout.PauseReason;
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
import dev.serin.state.v1.RolloutState.Kind;

/** Converts rollouts and their states. */
final class RolloutCodec {
  private RolloutCodec() {}

  static dev.serin.state.v1.Rollout encode(Rollout rollout) {
    var identity = rollout.identity();
    return dev.serin.state.v1.Rollout.newBuilder()
        .setId(identity.id())
        .setNumber(identity.number())
        .setStable(identity.stable())
        .setCandidate(identity.candidate())
        .setSha256(identity.sha256())
        .setStarted(timestamp(identity.started()))
        .setPlan(PlanCodec.encode(rollout.plan()))
        .setTerms(TermsCodec.encode(rollout.terms()))
        .setState(encode(rollout.state()))
        .setShare(rollout.share().toString())
        .setSince(timestamp(rollout.since().time()))
        .setSinceMillis(rollout.since().millis())
        .setPhase(rollout.phase())
        .setCrashes(rollout.crashes())
        .setSlowdowns(rollout.slowdowns())
        .setRequestId(rollout.requestId())
        .addAllEvidence(rollout.evidence().stream().map(GateCodec::encode).toList())
        .build();
  }

  static Rollout decode(dev.serin.state.v1.Rollout message) {
    return new Rollout(
        new Rollout.Identity(
            message.getId(),
            message.getNumber(),
            message.getStable(),
            message.getCandidate(),
            message.getSha256(),
            instant(message.getStarted())),
        PlanCodec.decode(message.getPlan()),
        TermsCodec.decode(message.getTerms()),
        decode(message.getState()),
        Fields.share(message.getShare()),
        Fields.moment(
            instant(message.getSince()), message.hasSinceMillis(), message.getSinceMillis()),
        message.getPhase(),
        message.getCrashes(),
        message.getSlowdowns(),
        message.getRequestId(),
        message.getEvidenceList().stream().map(GateCodec::decode).toList());
  }

  private static dev.serin.state.v1.RolloutState encode(RolloutState state) {
    var message = dev.serin.state.v1.RolloutState.newBuilder().setDetail(state.detail());
    if (state instanceof Preflight) {
      message.setKind(Kind.PREFLIGHT);
    } else if (state instanceof Shadow) {
      message.setKind(Kind.SHADOW);
    } else if (state instanceof Ramping ramping) {
      message.setKind(Kind.RAMPING).setStep(ramping.step()).setApproved(ramping.approved());
    } else if (state instanceof Paused paused) {
      message
          .setKind(Kind.PAUSED)
          .setPause(encode(paused.reason()))
          .setStep(paused.step())
          .setTries(paused.tries());
    } else if (state instanceof Promoted promoted) {
      message.setKind(Kind.PROMOTED).setAverageRunLength(promoted.averageRunLength());
    } else if (state instanceof Completed) {
      message.setKind(Kind.COMPLETED);
    } else if (state instanceof RolledBack back) {
      message.setKind(Kind.ROLLED_BACK).setRollback(encode(back.cause()));
    } else if (state instanceof Rejected) {
      message.setKind(Kind.REJECTED);
    }
    return message.build();
  }

  private static RolloutState decode(dev.serin.state.v1.RolloutState message) {
    return switch (message.getKind()) {
      case PREFLIGHT -> new Preflight();
      case SHADOW -> new Shadow();
      case RAMPING -> new Ramping(message.getStep(), message.getApproved());
      case PAUSED ->
        new Paused(
            decode(message.getPause()), message.getDetail(), message.getStep(), message.getTries());
      case PROMOTED -> new Promoted(message.getAverageRunLength());
      case COMPLETED -> new Completed();
      case ROLLED_BACK -> new RolledBack(decode(message.getRollback()), message.getDetail());
      case REJECTED -> new Rejected(message.getDetail());
      case KIND_UNSPECIFIED, UNRECOGNIZED -> throw Fields.missing("state");
    };
  }

  private static dev.serin.state.v1.PauseReason encode(PauseReason reason) {
    return switch (reason) {
      case MANUAL -> dev.serin.state.v1.PauseReason.MANUAL;
      case APPROVAL -> dev.serin.state.v1.PauseReason.APPROVAL;
      case MANUAL_SPLIT -> dev.serin.state.v1.PauseReason.MANUAL_SPLIT;
      case NO_TRAFFIC -> dev.serin.state.v1.PauseReason.NO_TRAFFIC;
      case NO_LABELS -> dev.serin.state.v1.PauseReason.NO_LABELS;
      case LABEL_COVERAGE -> dev.serin.state.v1.PauseReason.LABEL_COVERAGE;
      case LABEL_MISMATCH -> dev.serin.state.v1.PauseReason.LABEL_MISMATCH;
      case SRM -> dev.serin.state.v1.PauseReason.SRM;
      case INCONCLUSIVE_TIMEOUT -> dev.serin.state.v1.PauseReason.INCONCLUSIVE_TIMEOUT;
      case FREEZE_WINDOW -> dev.serin.state.v1.PauseReason.FREEZE_WINDOW;
      case UNCLEAN_RESTART -> dev.serin.state.v1.PauseReason.UNCLEAN_RESTART;
      case CONTROLLER_STALE -> dev.serin.state.v1.PauseReason.CONTROLLER_STALE;
      case SERVICE_SLOWDOWN -> dev.serin.state.v1.PauseReason.SERVICE_SLOWDOWN;
      case STABLE_UNHEALTHY -> dev.serin.state.v1.PauseReason.STABLE_UNHEALTHY;
      case CONFIG_CHANGED -> dev.serin.state.v1.PauseReason.CONFIG_CHANGED;
      case SIGNAL -> dev.serin.state.v1.PauseReason.SIGNAL;
      case STATE_IN_DOUBT -> dev.serin.state.v1.PauseReason.STATE_IN_DOUBT;
    };
  }

  private static PauseReason decode(dev.serin.state.v1.PauseReason message) {
    return switch (message) {
      case MANUAL -> PauseReason.MANUAL;
      case APPROVAL -> PauseReason.APPROVAL;
      case MANUAL_SPLIT -> PauseReason.MANUAL_SPLIT;
      case NO_TRAFFIC -> PauseReason.NO_TRAFFIC;
      case NO_LABELS -> PauseReason.NO_LABELS;
      case LABEL_COVERAGE -> PauseReason.LABEL_COVERAGE;
      case LABEL_MISMATCH -> PauseReason.LABEL_MISMATCH;
      case SRM -> PauseReason.SRM;
      case INCONCLUSIVE_TIMEOUT -> PauseReason.INCONCLUSIVE_TIMEOUT;
      case FREEZE_WINDOW -> PauseReason.FREEZE_WINDOW;
      case UNCLEAN_RESTART -> PauseReason.UNCLEAN_RESTART;
      case CONTROLLER_STALE -> PauseReason.CONTROLLER_STALE;
      case SERVICE_SLOWDOWN -> PauseReason.SERVICE_SLOWDOWN;
      case STABLE_UNHEALTHY -> PauseReason.STABLE_UNHEALTHY;
      case CONFIG_CHANGED -> PauseReason.CONFIG_CHANGED;
      case SIGNAL -> PauseReason.SIGNAL;
      case STATE_IN_DOUBT -> PauseReason.STATE_IN_DOUBT;
      case PAUSE_REASON_UNSPECIFIED, UNRECOGNIZED -> throw Fields.missing("pause");
    };
  }

  private static dev.serin.state.v1.RollbackCause encode(RollbackCause cause) {
    var message = dev.serin.state.v1.RollbackCause.newBuilder();
    if (cause instanceof RollbackCause.Harm harm) {
      message
          .setAct(dev.serin.state.v1.RollbackCause.Act.HARM)
          .setGate(GateCodec.encode(harm.gate()))
          .setCause(GateCodec.encode(harm.cause()));
    } else if (cause instanceof RollbackCause.Act act) {
      message.setAct(
          switch (act) {
            case ABORTED -> dev.serin.state.v1.RollbackCause.Act.ABORTED;
            case REPLACED -> dev.serin.state.v1.RollbackCause.Act.REPLACED;
            case SPLIT -> dev.serin.state.v1.RollbackCause.Act.SPLIT;
            case CRASHED -> dev.serin.state.v1.RollbackCause.Act.CRASHED;
            case FILES_LOST -> dev.serin.state.v1.RollbackCause.Act.FILES_LOST;
            case UNKNOWN -> dev.serin.state.v1.RollbackCause.Act.UNKNOWN;
          });
    }
    return message.build();
  }

  private static RollbackCause decode(dev.serin.state.v1.RollbackCause message) {
    return switch (message.getAct()) {
      case HARM ->
        new RollbackCause.Harm(
            GateCodec.decode(message.getGate()), GateCodec.decode(message.getCause()));
      case ABORTED -> RollbackCause.Act.ABORTED;
      case REPLACED -> RollbackCause.Act.REPLACED;
      case SPLIT -> RollbackCause.Act.SPLIT;
      case CRASHED -> RollbackCause.Act.CRASHED;
      case FILES_LOST -> RollbackCause.Act.FILES_LOST;
      case UNKNOWN, ACT_UNSPECIFIED -> RollbackCause.Act.UNKNOWN;
      case UNRECOGNIZED -> throw Fields.missing("rollback");
    };
  }
}
