package dev.serin.codec;

import dev.serin.gate.Rate;
import dev.serin.rollout.GateState;
import java.math.BigDecimal;

/** Gates, what they found, and what they said. */
final class GateCodec {
  private GateCodec() {}

  static dev.serin.state.v1.GateState encode(GateState state) {
    var message = dev.serin.state.v1.GateState.newBuilder()
        .setGate(Format0.gateId(state.gate()))
        .setAnswer(dev.serin.state.v1.GateState.Answer.valueOf(
            state.verdict().toUpperCase(java.util.Locale.ROOT)))
        .setLogE(state.logE())
        .setLogThreshold(state.logThreshold())
        .setStable(encode(state.stable()))
        .setCanary(encode(state.canary()));
    state.okLogE().ifPresent(message::setOkLogE);
    return message.build();
  }

  static GateState decode(dev.serin.state.v1.GateState message) {
    return new GateState(
        name(message.getGate()),
        message.getAnswer().name().toLowerCase(java.util.Locale.ROOT),
        message.getLogE(),
        message.getLogThreshold(),
        Fields.optional(message.hasOkLogE(), message.getOkLogE()),
        decode(message.getStable()),
        decode(message.getCanary()));
  }

  private static String name(dev.serin.state.v1.GateId gate) {
    return gate.getQuantile().isEmpty()
        ? gate.getKind().name().toLowerCase(java.util.Locale.ROOT).replace("_", ".")
        : "latency.q"
            + new BigDecimal(gate.getQuantile())
                .movePointRight(2)
                .stripTrailingZeros()
                .toPlainString();
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
