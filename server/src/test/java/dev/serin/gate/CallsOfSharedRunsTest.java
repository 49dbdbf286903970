package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Verdict.Harm;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls that share a run are of one version and fare alike: they are no independent witnesses. */
@Tag("long")
class CallsOfSharedRunsTest {
  private static final int SEEDS = 60;

  @Test
  void judgement_equalVersions_isHardlyEverHarm() {
    assertThat(harms(1)).isLessThanOrEqualTo(1);
  }

  @Test
  void judgement_slowVersion_isHarmAllTheSame() {
    assertThat(harms(3)).isEqualTo(SEEDS);
  }

  /**
   * Returns in how many of the seeds the latency of the canary is found harmful within two minutes
   * in which ten calls share each run.
   *
   * @param times how many times as long as stable's the canary's runs take
   */
  private static long harms(double times) {
    return LongStream.range(0, SEEDS).filter(seed -> isHarm(seed, times)).count();
  }

  private static boolean isHarm(long seed, double times) {
    var traffic = new Traffic(seed);
    traffic.together = 10;
    traffic.callsPerSecond = 200;
    traffic.canary.medianMillis *= times;
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    for (int i = 0; i < 2_000; i++) {
      comparison.before((long) (traffic.latencyMillis() * 1e6));
    }
    traffic.begin(comparison, "0.5");
    traffic.run(comparison, 120);
    return comparison.judge(traffic.millis()).verdicts().stream()
        .filter(verdict -> verdict.gate().ofLatency())
        .anyMatch(Harm.class::isInstance);
  }
}
