package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.model.Role;

/** Calls to tell a rule. */
final class Calls {
  private Calls() {}

  static void tell(Rule rule, int calls, boolean canary, Result result) {
    for (int i = 0; i < calls; i++) {
      rule.call(1, new Call(i, i, i, canary ? Role.CANARY : Role.STABLE, result, 1_000_000, true));
    }
  }
}
