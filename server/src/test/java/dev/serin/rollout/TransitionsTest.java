package dev.serin.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.rollout.RolloutEvent.Abort;
import dev.serin.rollout.RolloutEvent.Advance;
import dev.serin.rollout.RolloutEvent.CandidateCrashed;
import dev.serin.rollout.RolloutEvent.Crashed;
import dev.serin.rollout.RolloutEvent.FilesLost;
import dev.serin.rollout.RolloutEvent.InDoubt;
import dev.serin.rollout.RolloutEvent.Pause;
import dev.serin.rollout.RolloutEvent.PreflightEnded;
import dev.serin.rollout.RolloutEvent.Promote;
import dev.serin.rollout.RolloutEvent.Replace;
import dev.serin.rollout.RolloutEvent.Resume;
import dev.serin.rollout.RolloutEvent.SetShare;
import dev.serin.rollout.RolloutEvent.TermsChanged;
import dev.serin.rollout.RolloutEvent.Tick;
import dev.serin.split.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which event leads where; the details of each are in the tests of the rules and the commands. */
class TransitionsTest {
  private static final Observation LONG_AGO = new Observation(
      Instant.parse("2025-01-02T03:04:05Z"),
      Duration.ofDays(1),
      Duration.ofDays(1),
      false,
      Optional.empty(),
      Optional.empty());

  static Stream<Arguments> events() {
    return Stream.of(
        Arguments.of(preflight(), new PreflightEnded(1, Optional.empty()), "RAMPING"),
        Arguments.of(preflight(), new PreflightEnded(1, Optional.of("NaN")), "REJECTED"),
        Arguments.of(preflight(), new InDoubt("why"), "PAUSED"),
        Arguments.of(Samples.shadow(), new Advance(true, "why"), "RAMPING"),
        Arguments.of(Samples.ramping(1), new Advance(true, "why"), "RAMPING"),
        Arguments.of(Samples.ramping(1), new Tick(), "PAUSED"),
        Arguments.of(Samples.ramping(1), new Pause("why"), "PAUSED"),
        Arguments.of(Samples.ramping(1), new TermsChanged(), "PAUSED"),
        Arguments.of(Samples.ramping(1), new Crashed(), "PAUSED"),
        Arguments.of(preflight(), new CandidateCrashed("signal 11"), "ROLLED_BACK"),
        Arguments.of(Samples.shadow(), new CandidateCrashed("signal 11"), "ROLLED_BACK"),
        Arguments.of(Samples.ramping(1), new CandidateCrashed("signal 11"), "ROLLED_BACK"),
        Arguments.of(
            Samples.paused(PauseReason.MANUAL, 1),
            new CandidateCrashed("signal 11"),
            "ROLLED_BACK"),
        Arguments.of(Samples.promoted(), new CandidateCrashed("signal 11"), "ROLLED_BACK"),
        Arguments.of(Samples.ramping(1), new FilesLost(2), "ROLLED_BACK"),
        Arguments.of(Samples.ramping(1), new Promote(true, true, "why"), "PROMOTED"),
        Arguments.of(Samples.ramping(1), new Abort("why"), "ROLLED_BACK"),
        Arguments.of(Samples.ramping(1), new Replace("why"), "ROLLED_BACK"),
        Arguments.of(Samples.ramping(1), new SetShare(Share.ZERO, false, "why"), "PAUSED"),
        Arguments.of(Samples.paused(PauseReason.MANUAL, 1), new Resume("why"), "RAMPING"),
        Arguments.of(Samples.promoted(), new FilesLost(1), "COMPLETED"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void on_event_leadsToTheStateThatFollows(Rollout rollout, RolloutEvent event, String state) {
    assertThat(Transitions.on(rollout, LONG_AGO, event))
        .hasValueSatisfying(next -> assertThat(next.state().label()).isEqualTo(state));
  }

  @Test
  void on_aCommandThatDoesNotFit_isRefused() {
    assertThatThrownBy(() -> Transitions.on(Samples.ramping(1), LONG_AGO, new Resume("why")))
        .isInstanceOf(RolloutRefusedException.class)
        .hasMessage("rollout #3: RAMPING (expected: PAUSED)");
  }

  @ParameterizedTest
  @EnumSource(
      value = StateName.class,
      names = {"COMPLETED", "ROLLED_BACK", "REJECTED"})
  void next_ofATerminalState_isNone(StateName state) {
    assertThat(state.next()).isEmpty();
  }

  /** A rollout that has left its preflight never gets there again but from a pause. */
  @Test
  void next_preflight_followsAPauseOnly() {
    assertThat(Arrays.stream(StateName.values())
            .filter(state -> state.next().contains(StateName.PREFLIGHT)))
        .containsExactly(StateName.PAUSED);
  }

  private static Rollout preflight() {
    return Samples.rollout(Samples.PLAN, new RolloutState.Preflight(), "0");
  }
}
