package dev.serin.codec;

import dev.serin.gate.GateId;
import dev.serin.gate.HarmCause;
import dev.serin.gate.Rate;
import dev.serin.rollout.GateState;
import dev.serin.state.v1.GateId.Kind;
import java.math.BigDecimal;

/** Converts gates, their findings and their verdicts. */
final class GateCodec {
  private GateCodec() {}

  static dev.serin.state.v1.GateState encode(GateState state) {
    var message = dev.serin.state.v1.GateState.newBuilder()
        .setGate(encode(state.gate()))
        .setAnswer(encode(state.verdict()))
        .setLogE(state.logE())
        .setLogThreshold(state.logThreshold())
        .setStable(encode(state.stable()))
        .setCanary(encode(state.canary()));
    state.okLogE().ifPresent(message::setOkLogE);
    return message.build();
  }

  static GateState decode(dev.serin.state.v1.GateState message) {
    return new GateState(
        decode(message.getGate()),
        decode(message.getAnswer()),
        message.getLogE(),
        message.getLogThreshold(),
        Fields.optional(message.hasOkLogE(), message.getOkLogE()),
        decode(message.getStable()),
        decode(message.getCanary()));
  }

  static dev.serin.state.v1.GateId encode(GateId gate) {
    return dev.serin.state.v1.GateId.newBuilder()
        .setKind(encode(gate.kind()))
        .setQuantile(gate.quantile().map(BigDecimal::toPlainString).orElse(""))
        .build();
  }

  static GateId decode(dev.serin.state.v1.GateId message) {
    var kind = decode(message.getKind());
    return message.getQuantile().isEmpty()
        ? GateId.of(kind)
        : GateId.latency(new BigDecimal(message.getQuantile()));
  }

  private static Kind encode(GateId.Kind kind) {
    return switch (kind) {
      case ERRORS -> Kind.ERRORS;
      case ERRORS_SLO -> Kind.ERRORS_SLO;
      case LATENCY_RELATIVE -> Kind.LATENCY_RELATIVE;
      case LATENCY_SLO -> Kind.LATENCY_SLO;
      case ABANDONED -> Kind.ABANDONED;
      case QUALITY -> Kind.QUALITY;
      case COVERAGE -> Kind.COVERAGE;
      case SRM -> Kind.SRM;
      case SERVICE_SLO -> Kind.SERVICE_SLO;
      case SERVICE_STABLE -> Kind.SERVICE_STABLE;
      case SHADOW_ERRORS -> Kind.SHADOW_ERRORS;
      case SHADOW_ERRORS_SLO -> Kind.SHADOW_ERRORS_SLO;
      case WATCH_ERRORS -> Kind.WATCH_ERRORS;
      case WATCH_LATENCY -> Kind.WATCH_LATENCY;
      case WATCH_CHANGE -> Kind.WATCH_CHANGE;
    };
  }

  private static GateId.Kind decode(Kind kind) {
    return switch (kind) {
      case ERRORS -> GateId.Kind.ERRORS;
      case ERRORS_SLO -> GateId.Kind.ERRORS_SLO;
      case LATENCY_RELATIVE -> GateId.Kind.LATENCY_RELATIVE;
      case LATENCY_SLO -> GateId.Kind.LATENCY_SLO;
      case ABANDONED -> GateId.Kind.ABANDONED;
      case QUALITY -> GateId.Kind.QUALITY;
      case COVERAGE -> GateId.Kind.COVERAGE;
      case SRM -> GateId.Kind.SRM;
      case SERVICE_SLO -> GateId.Kind.SERVICE_SLO;
      case SERVICE_STABLE -> GateId.Kind.SERVICE_STABLE;
      case SHADOW_ERRORS -> GateId.Kind.SHADOW_ERRORS;
      case SHADOW_ERRORS_SLO -> GateId.Kind.SHADOW_ERRORS_SLO;
      case WATCH_ERRORS -> GateId.Kind.WATCH_ERRORS;
      case WATCH_LATENCY -> GateId.Kind.WATCH_LATENCY;
      case WATCH_CHANGE -> GateId.Kind.WATCH_CHANGE;
      case KIND_UNSPECIFIED, UNRECOGNIZED -> throw Fields.missing("gate");
    };
  }

  static dev.serin.state.v1.HarmCause encode(HarmCause cause) {
    return switch (cause) {
      case MORE_ERRORS -> dev.serin.state.v1.HarmCause.MORE_ERRORS;
      case TOO_MANY_ERRORS -> dev.serin.state.v1.HarmCause.TOO_MANY_ERRORS;
      case BOTH_FAIL -> dev.serin.state.v1.HarmCause.BOTH_FAIL;
      case SLOWER -> dev.serin.state.v1.HarmCause.SLOWER;
      case TOO_SLOW -> dev.serin.state.v1.HarmCause.TOO_SLOW;
      case BOTH_SLOW -> dev.serin.state.v1.HarmCause.BOTH_SLOW;
      case MORE_ABANDONED -> dev.serin.state.v1.HarmCause.MORE_ABANDONED;
      case WORSE -> dev.serin.state.v1.HarmCause.WORSE;
      case LABELS_DIFFER -> dev.serin.state.v1.HarmCause.LABELS_DIFFER;
      case LABELS_OUTSIDE -> dev.serin.state.v1.HarmCause.LABELS_OUTSIDE;
      case PREDICTIONS_OUTSIDE -> dev.serin.state.v1.HarmCause.PREDICTIONS_OUTSIDE;
      case USERS_DIFFER -> dev.serin.state.v1.HarmCause.USERS_DIFFER;
      case USER_MISPLACED -> dev.serin.state.v1.HarmCause.USER_MISPLACED;
      case SERVICE_TOO_SLOW -> dev.serin.state.v1.HarmCause.SERVICE_TOO_SLOW;
      case STABLE_SLOWED -> dev.serin.state.v1.HarmCause.STABLE_SLOWED;
      case SLOW_MORE_OFTEN -> dev.serin.state.v1.HarmCause.SLOW_MORE_OFTEN;
      case FAILS_MORE_OFTEN -> dev.serin.state.v1.HarmCause.FAILS_MORE_OFTEN;
    };
  }

  static HarmCause decode(dev.serin.state.v1.HarmCause cause) {
    return switch (cause) {
      case MORE_ERRORS -> HarmCause.MORE_ERRORS;
      case TOO_MANY_ERRORS -> HarmCause.TOO_MANY_ERRORS;
      case BOTH_FAIL -> HarmCause.BOTH_FAIL;
      case SLOWER -> HarmCause.SLOWER;
      case TOO_SLOW -> HarmCause.TOO_SLOW;
      case BOTH_SLOW -> HarmCause.BOTH_SLOW;
      case MORE_ABANDONED -> HarmCause.MORE_ABANDONED;
      case WORSE -> HarmCause.WORSE;
      case LABELS_DIFFER -> HarmCause.LABELS_DIFFER;
      case LABELS_OUTSIDE -> HarmCause.LABELS_OUTSIDE;
      case PREDICTIONS_OUTSIDE -> HarmCause.PREDICTIONS_OUTSIDE;
      case USERS_DIFFER -> HarmCause.USERS_DIFFER;
      case USER_MISPLACED -> HarmCause.USER_MISPLACED;
      case SERVICE_TOO_SLOW -> HarmCause.SERVICE_TOO_SLOW;
      case STABLE_SLOWED -> HarmCause.STABLE_SLOWED;
      case SLOW_MORE_OFTEN -> HarmCause.SLOW_MORE_OFTEN;
      case FAILS_MORE_OFTEN -> HarmCause.FAILS_MORE_OFTEN;
      case HARM_CAUSE_UNSPECIFIED, UNRECOGNIZED -> throw Fields.missing("cause");
    };
  }

  private static dev.serin.state.v1.GateState.Answer encode(GateState.Answer answer) {
    return switch (answer) {
      case HARM -> dev.serin.state.v1.GateState.Answer.HARM;
      case OK -> dev.serin.state.v1.GateState.Answer.OK;
      case UNDECIDED -> dev.serin.state.v1.GateState.Answer.UNDECIDED;
    };
  }

  private static GateState.Answer decode(dev.serin.state.v1.GateState.Answer answer) {
    return switch (answer) {
      case HARM -> GateState.Answer.HARM;
      case OK -> GateState.Answer.OK;
      case UNDECIDED -> GateState.Answer.UNDECIDED;
      case ANSWER_UNSPECIFIED, UNRECOGNIZED -> throw Fields.missing("answer");
    };
  }

  private static dev.serin.state.v1.Rate encode(Rate rate) {
    return dev.serin.state.v1.Rate.newBuilder()
        .setObservations(rate.observations())
        .setSum(rate.sum())
        .build();
  }

  private static Rate decode(dev.serin.state.v1.Rate message) {
    return new Rate(message.getObservations(), message.getSum());
  }
}
