package dev.serin.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.config.yaml.ParsedConfig;
import dev.serin.config.yaml.Problem;
import dev.serin.rollout.AdvanceWindow;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.LivePlan.Fallback;
import dev.serin.rollout.LivePlan.Promotion;
import dev.serin.rollout.LivePlan.Shadowing;
import dev.serin.rollout.Plan;
import dev.serin.rollout.Plan.Minimum;
import dev.serin.rollout.Plan.Requirement;
import dev.serin.split.Share;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutBlockTest {
  private static final String WINDOW =
      " (expected: days, times and a zone such as Mon-Fri 08:00-17:00 Europe/Berlin)";
  private static final String STEPS = " (expected: one of the steps [0.05, 0.1, 0.25, 0.5])";
  private static final String PART = " (expected: above 0, at most 1)";

  private final ConfigFile file = new ConfigFile(GatewayConfig.defaults(1));

  @Test
  void parse_everything_isRead() {
    assertThat(plan("""
        candidate: 2
        steps: [0.01, 0.5, 1.0]
        bake: 20m
        minCanaryCalls: 100
        minCanaryUsers: 20
        minLabelsPerArm: 30
        evidence: {0.01: non_inferior, 0.5: no_harm}
        stepTimeout: 3h
        advanceWindows: ["Mon-Fri 08:00-17:30 Europe/Berlin", "Sat 00:00-24:00 UTC"]
        requireApproval: [0.50, 0.01]
        shadow: {fraction: 0.1, minCalls: 50, maxCpu: 0.9, pairLabels: false, duration: 1m}
        fallbackToStable: {onError: true, budget: 80ms, maxRate: 0.05}
        postPromotion: {watch: 2h, keepOldFor: 3h, arl: 5000}
        cooldownAfterRollback: 5m
        """))
        .contains(new LivePlan(
            new Plan(
                shares("0.01", "0.5", "1"),
                new TreeMap<>(Map.of(
                    Share.parse("0.01"),
                    Requirement.NON_INFERIOR,
                    Share.parse("0.5"),
                    Requirement.NO_HARM)),
                new Minimum(100, 20, 30),
                Duration.ofMinutes(20),
                Duration.ofHours(3)),
            OptionalLong.of(2),
            List.of(
                new AdvanceWindow(
                    DayOfWeek.MONDAY, DayOfWeek.FRIDAY, 480, 1050, ZoneId.of("Europe/Berlin")),
                new AdvanceWindow(
                    DayOfWeek.SATURDAY, DayOfWeek.SATURDAY, 0, 1440, ZoneId.of("UTC"))),
            new TreeSet<>(shares("0.01", "0.5")),
            Optional.of(
                new Shadowing(new BigDecimal("0.1"), 50, 0.9, false, Duration.ofMinutes(1))),
            Optional.of(new Fallback(Duration.ofMillis(80), 0.05)),
            new Promotion(Duration.ofHours(2), Duration.ofHours(3), OptionalDouble.of(5000)),
            Duration.ofMinutes(5)));
  }

  @Test
  void parse_noBlock_isNoPlan() {
    assertThat(valid("models: {m: {gates: {}}}").model("m").rollout()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", ""})
  void parse_emptyBlock_isTheDefault(String block) {
    assertThat(valid("models: {m: {rollout: " + block + "}}").model("m").rollout())
        .contains(LivePlan.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shadow: {}", "shadow:"})
  void parse_emptyShadow_hasTheDefaults(String text) {
    assertThat(plan(text).orElseThrow().shadow()).contains(Shadowing.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fallbackToStable: {}", "fallbackToStable: {onError: true}"})
  void parse_fallbackOnErrors_hasTheDefaults(String text) {
    assertThat(plan(text).orElseThrow().fallback()).contains(Fallback.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"candidate: 2", "fallbackToStable: {onError: false, budget: 1s}"})
  void parse_noFallbackOnErrors_isOff(String text) {
    assertThat(plan(text).orElseThrow().fallback()).isEmpty();
  }

  @Test
  void parse_noRequiredQuality_leavesTheDefaultEvidence() {
    assertThat(plan("{}", "{quality: {required: false}}"))
        .map(LivePlan::plan)
        .contains(Plan.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({
    "Mon-Mon 00:00-00:01 UTC, MONDAY, MONDAY, 0, 1",
    "Fri-Mon 23:58-23:59 UTC, FRIDAY, MONDAY, 1438, 1439",
    "Sun 09:05-24:00 UTC, SUNDAY, SUNDAY, 545, 1440"
  })
  void parse_windows_haveDaysAndMinutes(
      String text, DayOfWeek first, DayOfWeek last, int from, int to) {
    assertThat(plan("advanceWindows: ['" + text + "']").orElseThrow().windows())
        .containsExactly(new AdvanceWindow(first, last, from, to, ZoneId.of("UTC")));
  }

  @Test
  void parse_windowWithAnOffset_isRead() {
    assertThat(plan("advanceWindows: ['Tue 08:00-09:00 +02:00']").orElseThrow().windows())
        .extracting(AdvanceWindow::zone)
        .containsExactly(ZoneOffset.ofHours(2));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("step: [1]", "step: unknown key (did you mean steps?)"),
        Arguments.of(
            "steps: [1.0]",
            "steps: [1] (expected: at least one below 1, where the canary can be compared)"),
        Arguments.of(
            "candidate: 02",
            "candidate: 02 (expected: a version: a whole number from 1 without leading"
                + " zeros)"),
        Arguments.of(
            "advanceWindows: ['Mon 17:00-17:00 UTC']",
            "advanceWindows: Mon 17:00-17:00 UTC" + WINDOW),
        Arguments.of(
            "advanceWindows: ['Mon 08:00-08:00 UTC']",
            "advanceWindows: Mon 08:00-08:00 UTC" + WINDOW),
        Arguments.of(
            "advanceWindows: ['Mon 08:00-25:00 UTC']",
            "advanceWindows: Mon 08:00-25:00 UTC" + WINDOW),
        Arguments.of(
            "advanceWindows: ['Moon 08:00-17:00 UTC']",
            "advanceWindows: Moon 08:00-17:00 UTC" + WINDOW),
        Arguments.of(
            "advanceWindows: ['Mon 08:00-17:00 Mars/Base']",
            "advanceWindows: Mon 08:00-17:00 Mars/Base" + WINDOW),
        Arguments.of("requireApproval: [0.3]", "requireApproval: 0.3" + STEPS),
        Arguments.of("requireApproval: [1.0]", "requireApproval: 1" + STEPS),
        Arguments.of("shadow: {fraction: 0}", "fraction: 0" + PART),
        Arguments.of("shadow: {maxCpu: 1.1}", "maxCpu: 1.1" + PART),
        Arguments.of(
            "shadow: {minCalls: -1}",
            "minCalls: -1 (expected: a whole number from 0 to 1000000000)"),
        Arguments.of("shadow: true", "shadow: true (expected: a mapping)"),
        Arguments.of("fallbackToStable: {maxRate: 0}", "maxRate: 0" + PART),
        Arguments.of(
            "fallbackToStable: {onTimeout: true}",
            "onTimeout: unknown key (expected: one of onError, budget, maxRate)"),
        Arguments.of(
            "postPromotion: {arl: 0.99}",
            "arl: 0.99 (expected: a number of calls from 1 to 1000000000000)"),
        Arguments.of(
            "cooldownAfterRollback: never",
            "cooldownAfterRollback: never (expected: from 0ms to 365d, such as 7d, 10m or 500ms)"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void parse_oneMistake_isTold(String text, String problem) {
    assertThat(problems("models:\n  m:\n    rollout:\n      " + text))
        .singleElement()
        .asString()
        .startsWith("serin.yaml:4:")
        .endsWith(": " + problem);
  }

  @Test
  void parse_proofOfQualityThatIsNotRequired_isRefused() {
    assertThat(problems("""
        models:
          m:
            rollout: {evidence: {0.25: no_harm, 0.50: non_inferior}}
            gates: {quality: {required: false}}
        """))
        .containsExactly("serin.yaml:3:47: evidence: non_inferior"
            + " (expected: no_harm, as the gates require no quality)");
  }

  @Test
  void parse_manyMistakes_areAllToldInOrder() {
    assertThat(problems("""
        models:
          m:
            rollout:
              evidence: {0.3: no_harm}
              requireApproval: [0.7, 0.05, 1]
              shadow: {fraction: 2, maxCpu: x}
              postPromotion: {wach: 1h}
        """))
        .containsExactly(
            "serin.yaml:4:18: evidence: 0.3" + STEPS,
            "serin.yaml:5:25: requireApproval: 0.7" + STEPS,
            "serin.yaml:5:36: requireApproval: 1" + STEPS,
            "serin.yaml:6:26: fraction: 2" + PART,
            "serin.yaml:6:37: maxCpu: x" + PART,
            "serin.yaml:7:23: wach: unknown key (did you mean watch?)");
  }

  private Optional<LivePlan> plan(String rollout) {
    return plan(rollout, "{}");
  }

  private Optional<LivePlan> plan(String rollout, String gates) {
    var text = "models:\n  m:\n    gates: " + gates + "\n    rollout:\n" + rollout.indent(6);
    return valid(text).model("m").rollout();
  }

  private GatewayConfig valid(String text) {
    var parsed = file.parse("serin.yaml", text);
    assertThat(parsed).isInstanceOf(ParsedConfig.Valid.class);
    return ((ParsedConfig.Valid<GatewayConfig>) parsed).config();
  }

  private List<String> problems(String text) {
    var parsed = file.parse("serin.yaml", text);
    assertThat(parsed).isInstanceOf(ParsedConfig.Invalid.class);
    return ((ParsedConfig.Invalid<GatewayConfig>) parsed)
        .problems().stream().map(Problem::toString).toList();
  }

  private static List<Share> shares(String... texts) {
    return Stream.of(texts).map(Share::parse).toList();
  }
}
