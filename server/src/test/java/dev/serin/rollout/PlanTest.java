package dev.serin.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.rollout.Plan.Minimum;
import dev.serin.rollout.Plan.Requirement;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @CsvSource({
    "0 1, '[0, 1] (expected: rising, the first above 0)'",
    "0.1 0.1 1, '[0.1, 0.1, 1] (expected: rising, the first above 0)'",
    "0.5 0.1 1, '[0.5, 0.1, 1] (expected: rising, the first above 0)'",
    "0.1 0.5, '[0.1, 0.5] (expected: the last one is 1)'"
  })
  void constructor_stepsThatDoNotRiseToOne_areRefused(String steps, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(steps, new TreeMap<>(), MINUTE, HOUR))
        .withMessage("steps: " + problem);
  }

  @Test
  void constructor_noSteps_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Plan(List.of(), new TreeMap<>(), Minimum.DEFAULT, MINUTE, HOUR))
        .withMessage("steps: [] (expected: the last one is 1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.3", "1"})
  void constructor_evidenceOfNoStep_isRefused(String share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(
            "0.1 0.5 1",
            new TreeMap<>(Map.of(Share.parse(share), Requirement.NO_HARM)),
            MINUTE,
            HOUR))
        .withMessage("evidence: " + share + " (expected: one of the steps [0.1, 0.5])");
  }

  @ParameterizedTest
  @CsvSource({"PT-0.001S, PT1H", "PT1H, PT1H", "PT1H, PT1M"})
  void constructor_timeoutThatIsNotLonger_isRefused(Duration bake, Duration timeout) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan("0.1 1", new TreeMap<>(), bake, timeout))
        .withMessage(
            "stepTimeout: " + timeout + " (expected: longer than the bake of " + bake + ")");
  }

  @Test
  void need_eachShare_isThatOfItsStep() {
    var plan = plan(
        "0.1 0.5 1",
        new TreeMap<>(Map.of(Share.parse("0.50"), Requirement.NON_INFERIOR)),
        MINUTE,
        HOUR);

    assertThat(plan.requirement(Share.parse("0.1"))).isEqualTo(Requirement.NO_HARM);
    assertThat(plan.requirement(Share.parse("0.5"))).isEqualTo(Requirement.NON_INFERIOR);
    assertThat(plan.requirement(Share.parse("0.3"))).isEqualTo(Requirement.NON_INFERIOR);
  }

  @ParameterizedTest
  @CsvSource({"0.01, PT30S", "0.010000000000000001, PT1M", "0.5, PT1M"})
  void bake_aHundredthOrLess_isHalfOfIt(String share, Duration bake) {
    assertThat(plan("0.01 1", new TreeMap<>(), MINUTE, HOUR).bake(Share.parse(share)))
        .isEqualTo(bake);
  }

  @Test
  void lastStepProves_steps_isTheLastBelowOne() {
    assertThat(Plan.lastStepProves(steps("0.1 0.5 1")))
        .containsExactly(Map.entry(Share.parse("0.5"), Requirement.NON_INFERIOR));
    assertThat(Plan.lastStepProves(steps("0.1 1")))
        .containsExactly(Map.entry(Share.parse("0.1"), Requirement.NON_INFERIOR));
    assertThat(Plan.lastStepProves(steps("1"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 0.05 0.1 0.5 1, 0.5",
    "0.01, 0.01 0.1 0.5 1, 0.5",
    "0.3, 0.3 0.5 1, 0.5",
    "0.5, 0.5 1, 0.5",
    "0.7, 0.7 1, 0.7"
  })
  void startingAt_share_takesThePlaceOfTheFirstStepAndOfThoseUpToIt(
      String first, String expected, String proof) {
    var plan = plan("0.05 0.1 0.5 1", Plan.lastStepProves(steps("0.05 0.1 0.5 1")), MINUTE, HOUR);

    var starting = plan.startingAt(Share.parse(first));

    assertThat(starting.steps()).isEqualTo(steps(expected));
    assertThat(starting.evidence()).containsEntry(Share.parse(proof), Requirement.NON_INFERIOR);
    assertThat(starting.evidence().values()).containsOnlyOnce(Requirement.NON_INFERIOR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void startingAt_noPartOfTheUsers_isRefused(String first) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plan.DEFAULT.startingAt(Share.parse(first)))
        .withMessage("canary: " + first + " (expected: above 0, below 1)");
  }

  private static Plan plan(
      String steps, SortedMap<Share, Requirement> evidence, Duration bake, Duration timeout) {
    return new Plan(steps(steps), evidence, Minimum.DEFAULT, bake, timeout);
  }

  private static List<Share> steps(String text) {
    return Stream.of(text.split(" ")).map(Share::parse).toList();
  }
}
