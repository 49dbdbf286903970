package dev.serin.rpc.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.GateIds;
import dev.serin.gate.HarmCause;
import dev.serin.rollout.RollbackCause;
import dev.serin.v1.GateVerdict;
import dev.serin.v1.Rollback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each cause has its own name on the wire. */
class CausesTest {

  @ParameterizedTest
  @EnumSource
  void message_causeOfHarm_hasItsName(HarmCause cause) {
    assertThat(Verdicts.message(cause)).isEqualTo(GateVerdict.Cause.valueOf(cause.name()));
  }

  @ParameterizedTest
  @EnumSource
  void rollback_ofAGate_namesGateAndCause(HarmCause cause) {
    assertThat(RolloutMessages.rollback(new RollbackCause.Harm(GateIds.gate("errors"), cause)))
        .isEqualTo(Rollback.newBuilder()
            .setAct(Rollback.Act.HARM)
            .setGate("errors")
            .setCause(GateVerdict.Cause.valueOf(cause.name()))
            .build());
  }

  @ParameterizedTest
  @EnumSource
  void rollback_act_hasItsName(RollbackCause.Act act) {
    assertThat(RolloutMessages.rollback(act))
        .isEqualTo(
            Rollback.newBuilder().setAct(Rollback.Act.valueOf(act.name())).build());
  }
}
