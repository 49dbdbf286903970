package dev.serin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.rollout.LivePlan;
import dev.serin.rollout.RolloutState.Preflight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever sets the wall clock, in whatever state: no decision changes, and none comes later. */
@Tag("long")
class ClockStepsTest {
  private static final List<Duration> STEPS = Stream.of(
          Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofDays(8))
      .flatMap(step -> Stream.of(step, step.negated()))
      .toList();
  private static final int SECONDS = 2 * 3_600;

  /** A state, and how it is reached. */
  private record Scene(String name, Consumer<RolloutGateway> reach) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Scene> SCENES = List.of(
      new Scene("PREFLIGHT", rig -> rig.start(2)),
      new Scene("SHADOW", rig -> {
        rig.plan = shadowing();
        rig.ramp();
      }),
      new Scene("RAMPING", RolloutGateway::ramp),
      new Scene("PAUSED", rig -> {
        rig.ramp();
        rig.submit(new RolloutCommand.Pause(RolloutGateway.request("p")));
      }),
      new Scene("PAUSED after a crash", rig -> {
        rig.ramp();
        rig.restart(false);
      }),
      new Scene("PROMOTED", ClockStepsTest::promote),
      new Scene("ROLLED_BACK", rig -> {
        rig.ramp();
        rig.submit(new RolloutCommand.Abort(RolloutGateway.request("a")));
      }),
      new Scene("COMPLETED", rig -> {
        promote(rig);
        rig.seconds(3_700);
        rig.gateway.retire(1);
      }));

  private static void promote(RolloutGateway rig) {
    rig.ramp();
    rig.submit(new RolloutCommand.Promote(RolloutGateway.request("p"), true, true));
  }

  private static LivePlan shadowing() {
    var plan = LivePlan.DEFAULT;
    return new LivePlan(
        plan.plan(),
        plan.candidate(),
        plan.windows(),
        plan.approvals(),
        Optional.of(LivePlan.Shadowing.DEFAULT),
        plan.fallback(),
        plan.promotion(),
        plan.cooldown());
  }

  static Stream<Arguments> cases() {
    return SCENES.stream().flatMap(scene -> STEPS.stream().map(step -> Arguments.of(scene, step)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tick_wallClockStepped_decidesTheSameAtTheSameTime(Scene scene, Duration step) {
    assertThat(played(scene, step)).isEqualTo(played(scene, Duration.ZERO)).isNotEmpty();
  }

  /** A clock of before that was ahead: what is measured goes on from there. */
  @Test
  void start_wallClockBehindWhatWasKept_goesOnFromThat() {
    var rig = new RolloutGateway(new MemoryStore());
    rig.ramp();
    rig.step(Duration.ofHours(-1));
    long before = rig.revision().at().millis();

    rig.restart(true);
    rig.submit(new RolloutCommand.Pause(RolloutGateway.request("p")));

    assertThat(rig.revision().at().millis()).isGreaterThanOrEqualTo(before);
    assertThat(rig.revision().time()).isEqualTo(rig.now);
  }

  /** What happens, with the second in which it does. */
  private static List<String> played(Scene scene, Duration step) {
    var rig = new RolloutGateway(new MemoryStore());
    scene.reach.accept(rig);
    rig.seconds(60);
    rig.step(step);
    var seen = new ArrayList<String>();
    for (int second = 0; second < SECONDS; second++) {
      rig.seconds(1);
      if (second == 10 && rig.rollout().state() instanceof Preflight) {
        rig.check(Optional.empty());
      }
      if (second % 60 == 0 && !rig.rollout().active()) {
        seen.add(second + ": " + start(rig));
      }
      note(
          seen,
          second,
          rig.state() + " " + rig.gateway.pool.versions(Gateway.MODEL).keySet());
    }
    return seen;
  }

  private static void note(List<String> seen, int second, String now) {
    if (seen.isEmpty() || !seen.get(seen.size() - 1).endsWith(now)) {
      seen.add(second + ": " + now);
    }
  }

  /** Tries to start another rollout: it may have to wait. */
  private static String start(RolloutGateway rig) {
    try {
      rig.submit(
          new RolloutCommand.Start(RolloutGateway.request(""), OptionalLong.of(3), false, false));
      return "started";
    } catch (ChangeRefusedException e) {
      return "refused";
    }
  }
}
