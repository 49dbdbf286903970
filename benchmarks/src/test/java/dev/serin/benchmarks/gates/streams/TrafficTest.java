package dev.serin.benchmarks.gates.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.benchmarks.gates.rules.Rule;
import dev.serin.gate.Call;
import dev.serin.gate.Label;
import dev.serin.gate.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final Scenario RAMP = Scenario.steady("0.1", Duration.ZERO, 100)
      .ramp(Duration.ofMinutes(1), "0.1", "0.5")
      .labels(Labels.after(1, 0.1, 1000));

  @Test
  void play_twoSteps_givesEachItsShareOfCalls() {
    var seen = play(RAMP);

    assertThat(seen.canaryCalls[1] / (double) seen.calls[1]).isCloseTo(0.1, within(0.03));
    assertThat(seen.canaryCalls[2] / (double) seen.calls[2]).isCloseTo(0.5, within(0.05));
  }

  @Test
  void play_usersWhoComeBack_neverLeaveTheCanary() {
    var seen = play(RAMP.users(Users.few(500, new SplittableRandom(2))));

    assertThat(seen.left).isEmpty();
    assertThat(seen.ofCanary).isNotEmpty();
  }

  @Test
  void play_labels_comeInOrderOfArrivalAndAfterTheirDelay() {
    var seen = play(RAMP);

    assertThat(seen.arrivals).isSorted().isNotEmpty();
    assertThat(seen.delays).containsOnly(1000L);
  }

  @Test
  void play_ruleThatStops_hearsNoMore() {
    var rule = new Seen(10);

    var stop = Traffic.play(RAMP, new SplittableRandom(1), List.of(rule)).get(0);

    assertThat(rule.told).isEqualTo(10);
    assertThat(stop.minutes()).isLessThan(0);
  }

  private static Seen play(Scenario scenario) {
    var rule = new Seen(Integer.MAX_VALUE);
    Traffic.play(scenario, new SplittableRandom(1), List.of(rule));
    return rule;
  }

  /** Remembers what it heard, and stops after so many calls. */
  private static final class Seen implements Rule {
    private final int most;
    private final int[] calls = new int[3];
    private final int[] canaryCalls = new int[3];
    private final Set<Long> ofCanary = new HashSet<>();
    private final Set<Long> left = new HashSet<>();
    private final List<Long> arrivals = new ArrayList<>();
    private final Set<Long> delays = new HashSet<>();
    private int told;

    Seen(int most) {
      this.most = most;
    }

    @Override
    public void begin(Step step) {}

    @Override
    public void call(int step, Call call) {
      told++;
      calls[step]++;
      if (call.canary()) {
        canaryCalls[step]++;
        ofCanary.add(call.user());
      } else if (ofCanary.contains(call.user())) {
        left.add(call.user());
      }
    }

    @Override
    public void label(int step, Label label) {
      arrivals.add(label.arrivalMillis());
      delays.add(label.arrivalMillis() - label.predictionMillis());
    }

    @Override
    public boolean stops() {
      return told >= most;
    }
  }
}
