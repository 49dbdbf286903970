package dev.serin.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.config.yaml.ParsedConfig;
import dev.serin.config.yaml.Problem;
import dev.serin.gate.GateSettings;
import dev.serin.gate.GateSettings.Abandoned;
import dev.serin.gate.GateSettings.Cap;
import dev.serin.gate.GateSettings.Errors;
import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Modes;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Service;
import dev.serin.gate.GateSettings.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatesSectionTest {
  private static final String ALPHA = "(expected: above 0, at most 0.2)";
  private static final String PART = "(expected: above 0, at most 1)";
  private static final String BETWEEN = "(expected: between 0 and 1)";
  private static final String POSITIVE = "(expected: a number above 0)";
  private static final String RATIO = "(expected: at least 1, below 1000000)";
  private static final String QUANTILE = "(expected: between 0 and 1, such as 0.95)";
  private static final String MILLISECONDS =
      "(expected: a number of milliseconds above 0, at most 1000000, such as 50 or 2.5)";
  private static final String TIME =
      "(expected: more than 0 and at most 365d, such as 7d, 10m or 500ms)";
  private static final String MODES = "(expected: one of enforce, signal, dry_run)";

  private final ConfigFile file = new ConfigFile(GatewayConfig.defaults(1));

  @Test
  void parse_everything_isRead() {
    assertThat(gates("""
        alphaRollback: 0.02
        alphaPromote: 0.1
        maxObservationsPerUser: 7
        capWindow: 20m
        errors:
          {weight: 0.45, oddsRatio: 1.5, slo: 0.3, absFloor: 0.002, okOddsRatio: 3, okAbs: 0.02}
        latency:
          weight: 0.25
          relative:
            - {q: 0.9, maxRatio: 1.3, share: 0.45}
            - {q: "0.999", maxRatio: 2, share: 0.15}
          floor: 3ms
          slo: {q: 0.99, ms: 80.5, share: 0.40}
        quality:
          weight: 0.25
          harmMargin: 0.01
          okMargin: 0.03
          required: false
          labelHorizon: 1h
          cohort: 2m
          onNoLabels: pause
          labelTimeout: 3h
          clip: 5
          strict: true
        abandoned: {weight: 0.05, oddsRatio: 2, absFloor: 0.01, okOddsRatio: 4, okAbs: 0.02}
        service: {slo: {q: 0.9, ms: 0.5}, stableSlowdownRatio: 1.5}
        srm: {alpha: 0.002, k: 500}
        mode: {errors: signal, latency: dry_run, quality: enforce, abandoned: signal, service: dry_run}
        """))
        .isEqualTo(new GateSettings(
            0.02,
            0.1,
            new Cap(7, Duration.ofMinutes(20)),
            new Errors(new BigDecimal("0.45"), 1.5, 0.3, 0.002, 3, 0.02),
            new Latency(
                new BigDecimal("0.25"),
                List.of(
                    new Relative(new BigDecimal("0.9"), 1.3, new BigDecimal("0.45")),
                    new Relative(new BigDecimal("0.999"), 2, new BigDecimal("0.15"))),
                Duration.ofMillis(3),
                Optional.of(new Slo(
                    new BigDecimal("0.99"), Duration.ofNanos(80_500_000), new BigDecimal("0.4")))),
            new Quality(
                new BigDecimal("0.25"),
                0.01,
                0.03,
                false,
                Duration.ofHours(1),
                Duration.ofMinutes(2),
                Duration.ofHours(3),
                true),
            Optional.of(new Abandoned(new BigDecimal("0.05"), 2, 0.01, 4, 0.02)),
            new Service(
                Optional.of(
                    new Slo(new BigDecimal("0.9"), Duration.ofNanos(500_000), BigDecimal.ZERO)),
                1.5),
            0.002,
            500,
            new Modes(Mode.SIGNAL, Mode.DRY_RUN, Mode.ENFORCE, Mode.SIGNAL, Mode.DRY_RUN)));
  }

  @ParameterizedTest
  @CsvSource({
    "'{errors: {weight: 0.4}, quality: {weight: 0.3}}', 0",
    "'{errors: {weight: 0.3}}', 0.15",
    "'{errors: {weight: 0.3}, abandoned: {weight: 0.15, okAbs: 0.01}}', 0.15"
  })
  void parse_weightsOfOthers_leaveTheRestToCallsGivenUp(String text, BigDecimal left) {
    assertThat(gates(text).abandoned().orElseThrow()).isEqualTo(Abandoned.of(left));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{errors: {}, latency: , quality: {}, service: {}, srm: , mode: {}}",
        "{alphaRollback: 0.010, errors: {weight: 0.35}, abandoned: {weight: 0.10}, latency: {floor: 5ms}}",
        "{quality: {onNoLabels: pause, clip: 6.9}}"
      })
  void parse_nothingNew_isTheDefault(String text) {
    assertThat(gates(text)).isEqualTo(GateSettings.DEFAULT);
  }

  @Test
  void parse_noGates_isTheDefault() {
    assertThat(config("models: {m: {}}").model("m").gates()).isEqualTo(GateSettings.DEFAULT);
  }

  @Test
  void parse_sloOfMillisecondsOnly_takesTheRest() {
    assertThat(gates("{latency: {slo: {ms: 50}}}").latency().slo())
        .contains(new Slo(new BigDecimal("0.95"), Duration.ofMillis(50), new BigDecimal("0.3")));
  }

  @Test
  void parse_noRelativeLimit_isAllowed() {
    assertThat(gates("{latency: {relative: [], slo: {ms: 50, share: 1}}}")
            .latency()
            .relative())
        .isEmpty();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // Keys
        mistake(
            "{alfaRollback: 0.1}", "13: alfaRollback: unknown key (did you mean alphaRollback?)"),
        mistake("{errors: {sloo: 0.1}}", "22: sloo: unknown key (did you mean slo?)"),
        mistake("{latency: {flor: 5ms}}", "23: flor: unknown key (did you mean floor?)"),
        mistake("{quality: {Clip: 5}}", "23: Clip: unknown key (did you mean clip?)"),
        mistake(
            "{service: {weight: 1}}",
            "23: weight: unknown key (expected: one of slo, stableSlowdownRatio)"),
        mistake(
            "{service: {slo: {ms: 5, share: 1}}}",
            "36: share: unknown key (expected: one of q, ms)"),
        mistake("{srm: {n: 1}}", "19: n: unknown key (did you mean k?)"),
        mistake("{mode: {error: signal}}", "20: error: unknown key (did you mean errors?)"),
        mistake(
            "{latency: {relative: [{q: 0.9, maxRatio: 2, share: 0.5, ms: 5}]}}",
            "68: ms: unknown key (expected: one of q, maxRatio, share)"),
        mistake("{errors: {slo: 0.1, slo: 0.1}}", "32: slo: duplicate of line 4"),
        // Types of nodes
        mistake("[]", "12: gates: a list (expected: a mapping)"),
        mistake("{errors: 5}", "21: errors: 5 (expected: a mapping)"),
        mistake("{latency: {relative: 5}}", "33: relative: 5 (expected: a list)"),
        mistake("{latency: {relative: [5]}}", "34: relative: 5 (expected: a mapping)"),
        mistake("{latency: {slo: 50}}", "28: slo: 50 (expected: a mapping)"),
        // Values
        mistake("{alphaRollback: 0}", "28: alphaRollback: 0 " + ALPHA),
        mistake("{alphaRollback: 0.21}", "28: alphaRollback: 0.21 " + ALPHA),
        mistake("{alphaRollback: 1e-2}", "28: alphaRollback: 1e-2 " + ALPHA),
        mistake("{alphaPromote: 0.3}", "27: alphaPromote: 0.3 " + ALPHA),
        mistake("{srm: {alpha: 0.5}}", "26: alpha: 0.5 " + ALPHA),
        mistake("{srm: {k: 0}}", "22: k: 0 " + POSITIVE),
        mistake(
            "{maxObservationsPerUser: 256}",
            "37: maxObservationsPerUser: 256 (expected: a whole number from 1 to 255)"),
        mistake("{capWindow: 10}", "24: capWindow: 10 " + TIME),
        mistake("{errors: {weight: 0}}", "30: weight: 0 " + PART),
        mistake("{errors: {weight: 1.1}}", "30: weight: 1.1 " + PART),
        mistake("{errors: {weight: 40%}}", "30: weight: 40% " + PART),
        mistake("{errors: {oddsRatio: 0}}", "33: oddsRatio: 0 " + POSITIVE),
        mistake("{errors: {slo: 1}}", "27: slo: 1 " + BETWEEN),
        mistake("{errors: {absFloor: 0}}", "32: absFloor: 0 " + BETWEEN),
        mistake("{errors: {okAbs: 2}}", "29: okAbs: 2 " + BETWEEN),
        mistake(
            "{latency: {floor: 5}}",
            "30: floor: 5 (expected: from 0ms to 365d, such as 7d, 10m or 500ms)"),
        mistake("{latency: {slo: {}}}", "28: ms: nothing " + MILLISECONDS),
        mistake("{latency: {slo: {ms: 0}}}", "33: ms: 0 " + MILLISECONDS),
        mistake("{latency: {slo: {ms: 50ms}}}", "33: ms: 50ms " + MILLISECONDS),
        mistake("{latency: {slo: {ms: 50, q: 1}}}", "40: q: 1 " + QUANTILE),
        mistake("{latency: {slo: {ms: 50, share: 0}}}", "44: share: 0 " + PART),
        mistake(
            "{latency: {relative: [{q: 0.9, maxRatio: 0.5, share: 0.5}]}}",
            "53: maxRatio: 0.5 " + RATIO),
        mistake("{latency: {relative: [{q: 0.9, maxRatio: 2}]}}", "34: share: nothing " + PART),
        mistake("{quality: {harmMargin: 1}}", "35: harmMargin: 1 (expected: from 0, below 1)"),
        mistake("{quality: {okMargin: 0}}", "33: okMargin: 0 " + BETWEEN),
        mistake("{quality: {required: no}}", "33: required: no (expected: true or false)"),
        mistake("{quality: {labelHorizon: 0m}}", "37: labelHorizon: 0m " + TIME),
        mistake("{quality: {onNoLabels: go}}", "35: onNoLabels: go (expected: one of pause)"),
        mistake("{quality: {clip: 0}}", "29: clip: 0 " + POSITIVE),
        mistake("{service: {stableSlowdownRatio: 0.9}}", "44: stableSlowdownRatio: 0.9 " + RATIO),
        mistake("{mode: {errors: off}}", "28: errors: off " + MODES),
        mistake(
            "{mode: {service: enforce}}",
            "29: service: enforce (expected: one of signal, dry_run)"),
        // Settings that depend on each other
        mistake(
            "{errors: {weight: 0.5}}", "12: weight: 0.5 + 0.3 + 0.25 = 1.05 (expected: exactly 1)"),
        mistake("{errors: {oddsRatio: 2}}", "21: okOddsRatio: 2.0 (expected: above oddsRatio)"),
        mistake(
            "{quality: {harmMargin: 0.05}}",
            "22: okMargin: 0.02 (expected: above harmMargin, below 1)"),
        mistake(
            "{quality: {harmMargin: 0.05, okMargin: 0.04}}",
            "51: okMargin: 0.04 (expected: above harmMargin, below 1)"),
        mistake("{latency: {slo: {ms: 5}}}", "33: ms: 5 (expected: above the floor of 5 ms)"),
        mistake(
            "{latency: {slo: {ms: 50, share: 0.2}}}",
            "22: share: 0.9 (expected: exactly 1 with the slo's)"),
        mistake(
            "{latency: {relative: [{q: 0.9, maxRatio: 2, share: 0.6}, {q: 0.90, maxRatio: 2,"
                + " share: 0.2}]}}",
            "33: relative: [0.9, 0.9] (expected: each q once)"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void parse_oneMistake_isToldWithItsPlace(String gates, String problem) {
    assertThat(problems("models:\n  m:\n    # gates\n    gates: " + gates))
        .containsExactly("serin.yaml:4:" + problem);
  }

  @Test
  void parse_manyMistakes_areAllToldInOrder() {
    assertThat(problems("""
        models:
          digits:
            gates:
              alphaRollback: 1
              errors: {slo: 2, okAbs: 3}
              latency: {relative: [{q: 0.95, maxRatio: x}, 7], slo: {ms: -1}}
              quality: {clip: no, strict: maybe}
        """))
        .containsExactly(
            "serin.yaml:4:22: alphaRollback: 1 " + ALPHA,
            "serin.yaml:5:21: slo: 2 " + BETWEEN,
            "serin.yaml:5:31: okAbs: 3 " + BETWEEN,
            "serin.yaml:6:28: share: nothing " + PART,
            "serin.yaml:6:48: maxRatio: x " + RATIO,
            "serin.yaml:6:52: relative: 7 (expected: a mapping)",
            "serin.yaml:6:66: ms: -1 " + MILLISECONDS,
            "serin.yaml:7:23: clip: no " + POSITIVE,
            "serin.yaml:7:35: strict: maybe (expected: true or false)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logLoss, output: o", "absoluteError, output: o"})
  void parse_clipOfTheGates_holdsWhereQualityHasNone(String metric) {
    assertThat(clip(metric, "6.5")).isEqualTo(6.5);
  }

  @Test
  void parse_clipOfTheGates_meansNothingToOtherMetrics() {
    assertThat(clip("accuracy, output: o", "6.5")).isEqualTo(1);
  }

  @Test
  void parse_clipTwiceTheSame_isFine() {
    assertThat(clip("logLoss, output: o, clip: 6.50", "6.5")).isEqualTo(6.5);
  }

  @Test
  void parse_clipTwiceDifferent_isAProblem() {
    assertThat(problems("""
        models:
          m:
            quality: {metric: logLoss, output: o, clip: 6.9}
            gates: {quality: {clip: 5}}
        """))
        .containsExactly("serin.yaml:4:29: clip: 5.0 (expected: that of quality, 6.9, or none)");
  }

  private double clip(String quality, String clip) {
    var text =
        "models: {m: {quality: {metric: " + quality + "}, gates: {quality: {clip: " + clip + "}}}}";
    return config(text).model("m").quality().orElseThrow().clip();
  }

  private GateSettings gates(String text) {
    return config("models:\n  m:\n    gates:\n" + text.indent(6)).model("m").gates();
  }

  private GatewayConfig config(String text) {
    assertThat(file.parse("serin.yaml", text)).isInstanceOf(ParsedConfig.Valid.class);
    return ((ParsedConfig.Valid<GatewayConfig>) file.parse("serin.yaml", text)).config();
  }

  private List<String> problems(String text) {
    var parsed = file.parse("serin.yaml", text);
    assertThat(parsed).isInstanceOf(ParsedConfig.Invalid.class);
    return ((ParsedConfig.Invalid<?>) parsed)
        .problems().stream().map(Problem::toString).toList();
  }

  private static Arguments mistake(String gates, String problem) {
    return Arguments.of(gates, problem);
  }
}
