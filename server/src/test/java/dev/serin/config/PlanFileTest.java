package dev.serin.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.config.yaml.ParsedConfig;
import dev.serin.config.yaml.Problem;
import dev.serin.feedback.quality.Metric;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.gate.GateSettings;
import dev.serin.rollout.Plan;
import dev.serin.rollout.Plan.Minimum;
import dev.serin.rollout.Plan.Requirement;
import dev.serin.split.Share;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {
  private static final String SHARE =
      "(expected: a decimal from 0 to 1 such as 0.05, with at most 18 digits after the point)";
  private static final String COUNT = "(expected: a whole number from 0 to 1000000000)";
  private static final String TIME =
      "(expected: more than 0 and at most 365d, such as 7d, 10m or 500ms)";

  private final PlanFile file = new PlanFile();

  @Test
  void parse_everything_isRead() {
    var plan = valid("""
        quality: {metric: accuracy, output: output}
        rollout:
          candidate: 2
          steps: [0.01, "0.10", 0.5, 1.0]
          bake: 20m
          minCanaryCalls: 100
          minCanaryUsers: 20
          minLabelsPerArm: 30
          evidence: {"0.01": no_harm, 0.100: non_inferior, '0.50': non_inferior}
          stepTimeout: 3h
          advanceWindows: ["Mon-Fri 08:00-17:00 Europe/Berlin", "Sat 00:00-24:00 UTC"]
          requireApproval: [0.50]
          shadow: {fraction: 0.02, minCalls: 200, maxCpu: 0.7, pairLabels: true, duration: 5m}
          fallbackToStable: {onError: true, budget: 50ms, maxRate: 0.2}
          postPromotion: {watch: 1h, keepOldFor: 24h, arl: 100000}
          cooldownAfterRollback: 30m
        gates: {alphaPromote: 0.1}
        """);

    assertThat(plan.quality())
        .contains(new QualitySettings(Metric.ACCURACY, "output", List.of(), 1));
    assertThat(plan.plan())
        .isEqualTo(new Plan(
            shares("0.01", "0.1", "0.5", "1"),
            new TreeMap<>(Map.of(
                Share.parse("0.01"),
                Requirement.NO_HARM,
                Share.parse("0.1"),
                Requirement.NON_INFERIOR,
                Share.parse("0.5"),
                Requirement.NON_INFERIOR)),
            new Minimum(100, 20, 30),
            Duration.ofMinutes(20),
            Duration.ofHours(3)));
    assertThat(plan.gates().alphaPromote()).isEqualTo(0.1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "rollout:", "rollout: {candidate: 2}\ngates: {}"})
  void parse_nothingNew_isTheDefault(String text) {
    var plan = valid(text);

    assertThat(plan.quality()).isEmpty();
    assertThat(plan.plan()).isEqualTo(Plan.DEFAULT);
    assertThat(plan.gates()).isEqualTo(GateSettings.DEFAULT);
  }

  @Test
  void parse_stepsWithoutEvidence_proveInTheLastStep() {
    assertThat(valid("rollout: {steps: [0.2, 0.4, 1]}").plan().evidence())
        .containsExactly(Map.entry(Share.parse("0.4"), Requirement.NON_INFERIOR));
  }

  @Test
  void parse_evidenceOfNothing_provesNothing() {
    assertThat(valid("rollout: {evidence: {}}").plan().evidence()).isEmpty();
  }

  @Test
  void parse_evidenceWithoutSteps_isAboutTheDefault() {
    assertThat(valid("rollout: {evidence: {0.10: non_inferior}}").plan().evidence())
        .containsExactly(Map.entry(Share.parse("0.1"), Requirement.NON_INFERIOR));
  }

  @Test
  void parse_proofWithoutRequiredQuality_isFine() {
    assertThat(valid("gates: {quality: {required: false}}").gates().quality().required())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"accuracy, 1", "brier, 1", "reward, 1", "absoluteError, 1"})
  void parse_metricAlone_isEnough(String name, double clip) {
    var quality = valid("quality: {metric: " + name + "}").quality().orElseThrow();

    assertThat(quality.metric().configName()).isEqualTo(name);
    assertThat(quality.clip()).isEqualTo(clip);
  }

  @Test
  void parse_logLossAlone_hasItsOwnClip() {
    assertThat(valid("quality: {metric: logLoss}").quality().orElseThrow().clip())
        .isEqualTo(QualitySettings.LOG_LOSS_CLIP);
  }

  @Test
  void parse_clipOfTheGates_holds() {
    var text = "quality: {metric: absoluteError}\ngates: {quality: {clip: 12}}";

    assertThat(valid(text).quality().orElseThrow().clip()).isEqualTo(12);
  }

  @Test
  void parse_proofThatIsNotRequired_isFine() {
    var text = "rollout: {evidence: {0.5: non_inferior}}\ngates: {quality: {required: false}}";

    assertThat(valid(text).plan().requirement(Share.parse("0.5")))
        .isEqualTo(Requirement.NON_INFERIOR);
  }

  @Test
  void parse_noStepBelowOne_isFineForCallsThatAreOver() {
    assertThat(valid("rollout: {steps: [1.0]}").plan().steps()).containsExactly(Share.ONE);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("rolout: {}", "1:1: rolout: unknown key (did you mean rollout?)"),
        mistake(
            "runners: 2", "1:1: runners: unknown key (expected: one of quality, rollout, gates)"),
        mistake("gates: {srm: {alpha: 1}}", "1:22: alpha: 1 (expected: above 0, at most 0.2)"),
        mistake(
            "quality: {output: o}",
            "1:10: metric: nothing (expected: one of accuracy, logLoss,"
                + " brier, absoluteError, reward)"),
        mistake(
            "quality: {metric: reward, output: o}",
            "1:35: output: 'o' for reward (expected: the output that holds the prediction; none for"
                + " reward)"),
        mistake("rollout: {step: [1]}", "1:11: step: unknown key (did you mean steps?)"),
        mistake("rollout: 5", "1:10: rollout: 5 (expected: a mapping)"),
        mistake("rollout: {steps: 0.5}", "1:18: steps: 0.5 (expected: a list)"),
        mistake("rollout: {steps: [5%, 1]}", "1:19: steps: 5% " + SHARE),
        mistake("rollout: {steps: []}", "1:18: steps: [] (expected: the last one is 1)"),
        mistake("rollout: {steps: [0.5]}", "1:18: steps: [0.5] (expected: the last one is 1)"),
        mistake(
            "rollout: {steps: [0.5, 0.50, 1]}",
            "1:18: steps: [0.5, 0.5, 1] (expected: rising, the first above 0)"),
        mistake(
            "rollout: {steps: [0, 1]}",
            "1:18: steps: [0, 1] (expected: rising, the first above 0)"),
        mistake(
            "rollout: {evidence: [0.5]}",
            "1:21: evidence: a list (expected: a mapping such as {0.50: non_inferior})"),
        mistake(
            "rollout: {evidence: {0.3: no_harm}}",
            "1:22: evidence: 0.3 (expected: one of the steps [0.05, 0.1, 0.25, 0.5])"),
        mistake(
            "rollout: {evidence: {1.0: no_harm}}",
            "1:22: evidence: 1 (expected: one of the steps [0.05, 0.1, 0.25, 0.5])"),
        mistake(
            "rollout: {evidence: {0.1: no_harm, 0.10: non_inferior}}",
            "1:36: evidence: 0.1: duplicate"),
        mistake(
            "rollout: {evidence: {0.1: ok}}",
            "1:27: evidence: ok (expected: one of no_harm, non_inferior)"),
        mistake("rollout: {evidence: {5%: no_harm}}", "1:22: evidence: 5% " + SHARE),
        mistake(
            "rollout: {bake: 5}",
            "1:17: bake: 5 (expected: from 0ms to 365d, such as 7d, 10m or 500ms)"),
        mistake(
            "rollout: {bake: 7h}",
            "1:10: stepTimeout: PT6H (expected: longer than the bake of PT7H)"),
        mistake(
            "rollout: {stepTimeout: 10m}",
            "1:24: stepTimeout: PT10M (expected: longer than the bake of PT10M)"),
        mistake("rollout: {minCanaryCalls: -1}", "1:27: minCanaryCalls: -1 " + COUNT),
        mistake("rollout: {minLabelsPerArm: 1.5}", "1:28: minLabelsPerArm: 1.5 " + COUNT),
        // Settings without meaning for recorded calls
        mistake(
            "rollout: {candidate: latest}",
            "1:22: candidate: latest (expected: a version: a whole number from 1 without"
                + " leading zeros)"),
        mistake(
            "rollout: {advanceWindows: [Mon 8-17]}",
            "1:28: advanceWindows: Mon 8-17 (expected: days, times and a zone such as"
                + " Mon-Fri 08:00-17:00 Europe/Berlin)"),
        mistake(
            "rollout: {advanceWindows: ['Mon 08:00-17:00 Mars/Base']}",
            "1:28: advanceWindows: Mon 08:00-17:00 Mars/Base (expected: days, times and a zone such as"
                + " Mon-Fri 08:00-17:00 Europe/Berlin)"),
        mistake("rollout: {requireApproval: [x]}", "1:29: requireApproval: x " + SHARE),
        mistake(
            "rollout: {requireApproval: [0.5, 0.3]}",
            "1:34: requireApproval: 0.3 (expected: one of the steps [0.05, 0.1, 0.25, 0.5])"),
        mistake(
            "rollout: {shadow: {fraction: 2}}", "1:30: fraction: 2 (expected: above 0, at most 1)"),
        mistake(
            "rollout: {shadow: {fration: 1}}",
            "1:20: fration: unknown key (did you mean fraction?)"),
        mistake(
            "rollout: {fallbackToStable: {onError: 1}}",
            "1:39: onError: 1 (expected: true or false)"),
        mistake(
            "rollout: {fallbackToStable: {onTimeout: true}}",
            "1:30: onTimeout: unknown key (expected: one of onError, budget, maxRate)"),
        mistake("rollout: {fallbackToStable: {budget: 50}}", "1:38: budget: 50 " + TIME),
        mistake(
            "rollout: {postPromotion: {arl: 0}}",
            "1:32: arl: 0 (expected: a number of calls from 1 to 1000000000000)"),
        mistake(
            "rollout: {cooldownAfterRollback: x}",
            "1:34: cooldownAfterRollback: x (expected: from 0ms to 365d, such as 7d, 10m or"
                + " 500ms)"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void parse_oneMistake_isToldWithItsPlace(String text, String problem) {
    assertThat(problems(file.parse("plan.yaml", text))).containsExactly("plan.yaml:" + problem);
  }

  @Test
  void parse_manyMistakes_areAllToldInOrder() {
    assertThat(problems(file.parse("plan.yaml", """
        quality: {metric: acuracy}
        rollout:
          steps: [0.5, 2, 1]
          evidence: {0.3: perhaps}
          shadow: {maxCpu: 2}
        gates: {capWindow: 0}
        """)))
        .containsExactly(
            "plan.yaml:1:19: metric: acuracy (did you mean accuracy?)",
            "plan.yaml:3:16: steps: 2 " + SHARE,
            "plan.yaml:4:19: evidence: perhaps (expected: one of no_harm, non_inferior)",
            "plan.yaml:5:20: maxCpu: 2 (expected: above 0, at most 1)",
            "plan.yaml:6:20: capWindow: 0 " + TIME);
  }

  @Test
  void read_file_isParsed(@TempDir Path folder) throws Exception {
    var path = Files.writeString(folder.resolve("plan.yaml"), "gates: {alphaRollback: 0.05}");

    assertThat(file.read(path))
        .isInstanceOfSatisfying(
            ParsedConfig.Valid.class,
            parsed -> assertThat(((PlanConfig) parsed.config()).gates().alphaRollback())
                .isEqualTo(0.05));
  }

  @Test
  void read_missing_isAProblem(@TempDir Path folder) {
    var path = folder.resolve("plan.yaml");

    assertThat(problems(file.read(path)))
        .containsExactly(path + ": file: missing (expected: a readable file)");
  }

  private PlanConfig valid(String text) {
    assertThat(file.parse("plan.yaml", text)).isInstanceOf(ParsedConfig.Valid.class);
    return ((ParsedConfig.Valid<PlanConfig>) file.parse("plan.yaml", text)).config();
  }

  private static List<String> problems(ParsedConfig<PlanConfig> parsed) {
    assertThat(parsed).isInstanceOf(ParsedConfig.Invalid.class);
    return ((ParsedConfig.Invalid<PlanConfig>) parsed)
        .problems().stream().map(Problem::toString).toList();
  }

  private static List<Share> shares(String... texts) {
    return Stream.of(texts).map(Share::parse).toList();
  }

  private static Arguments mistake(String text, String problem) {
    return Arguments.of(text, problem);
  }
}
