package dev.serin.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Comparison;
import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Step;
import dev.serin.model.BatchSettings;
import dev.serin.model.Role;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Canaries equal to stable, at three times the load that the runners can serve: two calls of three
 * are refused, and each refusal counts against its version.
 */
@Tag("long")
class OverloadedRolloutsTest {
  private static final int ROLLOUTS = 100;
  private static final double SECONDS = 6;
  private static final double RUN_MILLIS = 3;
  private static final int RUNNERS = 2;
  private static final double RATE = 3 * RUNNERS / RUN_MILLIS * 1e3;
  private static final double[] SHARES = {0.05, 0.25, 0.5};

  @Test
  void call_equalVersionsInOverload_areNotRolledBack() {
    var rolledBack = new ArrayList<String>();
    double refused = 0;
    for (int seed = 1; seed <= ROLLOUTS; seed++) {
      double share = SHARES[seed % SHARES.length];
      var stable = stream(1, 1 - share);
      var canary = stream(2, share);
      play(stable, canary, share, seed);
      refused += canary.refused() / ROLLOUTS;

      var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
      comparison.begin(new Step(1, 1, 0, BigDecimal.valueOf(share)));
      calls(stable, canary, seed).forEach(call -> comparison.call(1, call));

      comparison
          .judge(Math.round(2e3 * SECONDS))
          .rollback()
          .ifPresent(harm -> rolledBack.add(share + ": " + harm));
    }
    assertThat(rolledBack).isEmpty();
    assertThat(refused).isBetween(0.6, 0.7);
  }

  private static Simulation.Stream stream(long version, double share) {
    return new Simulation.Stream(
        Simulation.version("m", version), share * RATE, rows -> (long) (RUN_MILLIS * 1e6 * rows));
  }

  private static void play(
      Simulation.Stream stable, Simulation.Stream canary, double share, long seed) {
    var traffic = new TestTraffic(stable.version()).share(canary.version().id(), share);
    traffic.settings =
        new BatchSettings(OptionalInt.empty(), Duration.ZERO, Duration.ofMillis(50), 1);
    new Simulation(RUNNERS, traffic, seed).add(stable).add(canary).play(SECONDS);
  }

  /** The calls of both in the order of their arrival, each of another user. */
  private static List<Call> calls(Simulation.Stream stable, Simulation.Stream canary, long seed) {
    var random = new Random(seed);
    var calls = new ArrayList<Call>();
    for (var call : stable.calls()) {
      calls.add(call(call, Role.STABLE, random.nextLong()));
    }
    for (var call : canary.calls()) {
      calls.add(call(call, Role.CANARY, random.nextLong()));
    }
    calls.sort(Comparator.comparingLong(Call::timeMillis));
    return calls;
  }

  private static Call call(Simulation.Ended ended, Role role, long user) {
    return new Call(
        user,
        ended.arrivalNanos() / 1_000_000,
        user,
        role,
        ended.refused() ? Result.BAD : Result.OK,
        ended.nanos(),
        false);
  }
}
