package dev.serin.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.config.yaml.ParsedConfig;
import dev.serin.config.yaml.Problem;
import dev.serin.config.yaml.YamlFile;
import dev.serin.feedback.FeedbackSettings;
import dev.serin.feedback.quality.Metric;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.split.Share;
import dev.serin.split.Split;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  private static final GatewayConfig DEFAULTS = GatewayConfig.defaults(4);
  private static final String METRICS = "accuracy, logLoss, brier, absoluteError, reward";
  private static final String SHARE =
      "(expected: a decimal from 0 to 1 such as 0.05, with at most 18 digits after the point)";
  private static final String VERSION =
      "(expected: a version: a whole number from 1 without leading zeros)";

  private final ConfigFile file = new ConfigFile(DEFAULTS);

  @Test
  void parse_everything_isRead() {
    var config = valid("""
        runners: 2   # threads that run models
        limits: {messageBytes: 32MiB, inFlightBytes: 1GiB, runTimeout: 5s, stopTimeout: 20s, connectionAge: 30m}
        feedback:
          maxAge: 36h
          memory: 16MiB
          byRequestId: true
        models:
          digits:
            split: {1: 0.9, "2": '0.10'}
            stable: 1
            quality: {metric: accuracy, output: output, classes: ["0", 1, two]}
          prices:
            quality: {metric: absoluteError, output: price, clip: 12.5}
        """);

    assertThat(config.runners()).isEqualTo(2);
    assertThat(config.limits())
        .isEqualTo(new Limits(
            32 << 20,
            1L << 30,
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Optional.of(Duration.ofMinutes(30))));
    assertThat(config.feedback())
        .isEqualTo(new FeedbackSettings(Duration.ofHours(36), 16 << 20, true));
    assertThat(config.models()).containsOnlyKeys("digits", "prices");
    assertThat(config.model("digits").split())
        .contains(
            new SplitBlock(Split.of(Map.of(1L, Share.parse("0.9"), 2L, Share.parse("0.1"))), 1L));
    assertThat(config.model("digits").quality())
        .contains(new QualitySettings(Metric.ACCURACY, "output", List.of("0", "1", "two"), 1));
    assertThat(config.model("prices").split()).isEmpty();
    assertThat(config.model("prices").quality())
        .contains(new QualitySettings(Metric.ABSOLUTE_ERROR, "price", List.of(), 12.5));
  }

  @Test
  void parse_nothingButModels_takesTheDefaults() {
    assertThat(valid("models:\n  digits:\n"))
        .isEqualTo(new GatewayConfig(
            4,
            Admit.COPY,
            DEFAULTS.limits(),
            DEFAULTS.feedback(),
            new java.util.TreeMap<>(Map.of("digits", ModelConfig.NOTHING))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"limits:", "feedback: {}", "models:", "models: {}"})
  void parse_emptySection_takesTheDefaults(String text) {
    assertThat(valid(text)).isEqualTo(DEFAULTS);
  }

  @Test
  void defaults_areAsDesigned() {
    assertThat(DEFAULTS.limits())
        .isEqualTo(new Limits(
            67_108_864,
            268_435_456,
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Optional.empty()));
    assertThat(DEFAULTS.feedback())
        .isEqualTo(new FeedbackSettings(Duration.ofDays(7), 67_108_864, false));
  }

  @Test
  void parse_shareOfManyDigits_isExact() {
    var config = valid("models: {m: {split: {1: 0.999999999999999999, 2: 0.000000000000000001}}}");

    assertThat(config.model("m").split().orElseThrow().split())
        .hasToString("1=0.999999999999999999 2=0.000000000000000001");
  }

  @ParameterizedTest
  @CsvSource({"123456, 123456", "512KiB, 524288", "64MiB, 67108864", "1GiB, 1073741824"})
  void parse_sizes_areBytes(String text, int bytes) {
    assertThat(
            valid("limits: {messageBytes: " + text + ", inFlightBytes: 4GiB}").limits())
        .isEqualTo(new Limits(
            bytes, 4L << 30, Duration.ofSeconds(30), Duration.ofSeconds(15), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "30s, PT30S", "10m, PT10M", "2h, PT2H", "7d, PT168H"})
  void parse_durations_haveUnits(String text, Duration duration) {
    assertThat(valid("feedback: {maxAge: " + text + "}").feedback().maxAge()).isEqualTo(duration);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // Keys
        mistake("runers: 2", "1:1: runers: unknown key (did you mean runners?)"),
        mistake("Models: {}", "1:1: Models: unknown key (did you mean models?)"),
        mistake(
            "x: 2",
            "1:1: x: unknown key (expected: one of runners, admit, limits, feedback, models)"),
        mistake(
            "limits: {messageByte: 1MiB}",
            "1:10: messageByte: unknown key (did you mean messageBytes?)"),
        mistake("feedback:\n  maxage: 7d", "2:3: maxage: unknown key (did you mean maxAge?)"),
        mistake("models: {m: {spilt: {1: 1}}}", "1:14: spilt: unknown key (did you mean split?)"),
        mistake(
            "models: {m: {plan: {}}}",
            "1:14: plan: unknown key (expected: one of split, stable, quality, gates, rollout, batching, warmUp, memory, isolation, forceStable, forceCanary)"),
        mistake(
            "models: {m: {quality: {metric: reward, klasses: []}}}",
            "1:40: klasses: unknown key (did you mean classes?)"),
        mistake("runners: 1\nrunners: 2", "2:1: runners: duplicate of line 1"),
        mistake("models: {m: {split: {1: 0.5, '1': 0.5}}}", "1:30: 1: duplicate of line 1"),
        mistake("? [a]\n: 1", "1:3: key: a list (expected: a name)"),
        mistake("? {a: 1}\n: 1", "1:3: key: a mapping (expected: a name)"),
        mistake(
            "<<: {runners: 2}",
            "1:1: <<: unknown key (expected: one of runners, admit, limits, feedback, models)"),
        // Types of nodes
        mistake("- runners", "1:1: file: a list (expected: a mapping)"),
        mistake("runners", "1:1: file: runners (expected: a mapping)"),
        mistake("limits: 5", "1:9: limits: 5 (expected: a mapping)"),
        mistake("feedback: []", "1:11: feedback: a list (expected: a mapping)"),
        mistake("models: [digits]", "1:9: models: a list (expected: a mapping)"),
        mistake("models: {m: 1}", "1:13: m: 1 (expected: a mapping)"),
        mistake(
            "models: {m: {split: 90/10}}",
            "1:21: split: 90/10 (expected: a mapping such as {1: 0.9, 2: 0.1})"),
        mistake("models: {m: {quality: x}}", "1:23: quality: x (expected: a mapping)"),
        mistake("runners: [2]", "1:10: runners: a list (expected: a whole number from 1 to 1024)"),
        mistake(
            "runners: {a: 2}",
            "1:10: runners: a mapping (expected: a whole number from 1 to 1024)"),
        // Values
        mistake("runners:", "1:9: runners: nothing (expected: a whole number from 1 to 1024)"),
        mistake("runners: 0", "1:10: runners: 0 (expected: a whole number from 1 to 1024)"),
        mistake("runners: 2.0", "1:10: runners: 2.0 (expected: a whole number from 1 to 1024)"),
        mistake("runners: -1", "1:10: runners: -1 (expected: a whole number from 1 to 1024)"),
        mistake(
            "runners: 99999999999999999999",
            "1:10: runners: 99999999999999999999 (expected: a whole number from 1 to 1024)"),
        mistake(
            "limits: {messageBytes: 64MB}",
            "1:24: messageBytes: 64MB (expected: a size from 1KiB to less than 2GiB, such as"
                + " 64MiB)"),
        mistake(
            "limits: {messageBytes: 2GiB}",
            "1:24: messageBytes: 2GiB (expected: a size from 1KiB to less than 2GiB, such as"
                + " 64MiB)"),
        mistake(
            "limits: {inFlightBytes: 999999999999999999GiB}",
            "1:25: inFlightBytes: 999999999999999999GiB (expected: a size of at least 1KiB, such"
                + " as 256MiB)"),
        mistake(
            "limits: {inFlightBytes: 1MiB}",
            "1:25: inFlightBytes: 1048576 (expected: at least messageBytes, 67108864)"),
        mistake(
            "limits: {messageBytes: 1GiB}",
            "1:9: inFlightBytes: 268435456 (expected: at least messageBytes, 1073741824)"),
        mistake(
            "feedback: {maxAge: 7}",
            "1:20: maxAge: 7 (expected: more than 0 and at most 365d, such as 7d, 10m or 500ms)"),
        mistake(
            "feedback: {maxAge: 366d}",
            "1:20: maxAge: 366d (expected: more than 0 and at most 365d, such as 7d, 10m or"
                + " 500ms)"),
        mistake(
            "feedback: {maxAge: 0s}",
            "1:20: maxAge: 0s (expected: more than 0 and at most 365d, such as 7d, 10m or"
                + " 500ms)"),
        mistake(
            "feedback: {memory: 512KiB}",
            "1:20: memory: 512KiB (expected: a size of at least 1MiB, such as 64MiB)"),
        mistake("feedback: {byRequestId: yes}", "1:25: byRequestId: yes (expected: true or false)"),
        mistake(
            "models: {../m: {}}",
            "1:10: models: ../m (expected: a name of letters, digits, '.', '_' and '-')"),
        mistake(
            "models: {'': {}}",
            "1:10: models: nothing (expected: a name of letters, digits, '.', '_' and '-')"),
        // Splits
        mistake(
            "models: {m: {split: {1: 0.95, 2: 0.06}}}",
            "1:21: split: 0.95 + 0.06 = 1.01 (expected: exactly 1)"),
        mistake("models: {m: {split: {1: 0.99}}}", "1:21: split: 0.99 (expected: exactly 1)"),
        mistake("models: {m: {split: }}", "1:20: split: 0 (expected: exactly 1)"),
        mistake("models: {m: {split: {1: 10/90}}}", "1:25: share: 10/90 " + SHARE),
        mistake("models: {m: {split: {1: \"10%\"}}}", "1:25: share: 10% " + SHARE),
        mistake("models: {m: {split: {1: -0.1, 2: 1}}}", "1:25: share: -0.1 " + SHARE),
        mistake("models: {m: {split: {1: 1e0}}}", "1:25: share: 1e0 " + SHARE),
        mistake("models: {m: {split: {1: .NaN}}}", "1:25: share: .NaN " + SHARE),
        mistake("models: {m: {split: {1: 1.5}}}", "1:25: share: 1.5 " + SHARE),
        mistake("models: {m: {split: {1: }}}", "1:24: share: nothing " + SHARE),
        mistake("models: {m: {split: {1: [1]}}}", "1:25: share: a list " + SHARE),
        mistake("models: {m: {split: {01: 1}}}", "1:22: split: 01 " + VERSION),
        mistake("models: {m: {split: {0: 1}}}", "1:22: split: 0 " + VERSION),
        mistake("models: {m: {split: {v1: 1}}}", "1:22: split: v1 " + VERSION),
        mistake(
            "models: {m: {split: {9999999999999999999: 1}}}",
            "1:22: split: 9999999999999999999 " + VERSION),
        mistake("models: {m: {split: {1: 1}, stable: x}}", "1:37: stable: x " + VERSION),
        mistake(
            "models: {m: {split: {1: 1}, stable: 2}}",
            "1:37: stable: 2 (expected: a version with a share, of 1=1)"),
        mistake("models: {m: {stable: 1}}", "1:22: stable: no split (expected: one beside it)"),
        // Quality
        mistake(
            "models: {m: {quality: {output: o}}}",
            "1:23: metric: nothing (expected: one of " + METRICS + ")"),
        mistake(
            "models: {m: {quality: {metric: acuracy, output: o}}}",
            "1:32: metric: acuracy (did you mean accuracy?)"),
        mistake(
            "models: {m: {quality: {metric: f1, output: o}}}",
            "1:32: metric: f1 (expected: one of " + METRICS + ")"),
        mistake(
            "models: {m: {quality: {metric: [], output: o}}}",
            "1:32: metric: a list (expected: one of " + METRICS + ")"),
        mistake(
            "models: {m: {quality: {metric: accuracy}}}",
            "1:23: output: '' for accuracy (expected: the output that holds the prediction; none"
                + " for reward)"),
        mistake(
            "models: {m: {quality: {metric: reward, output: o}}}",
            "1:48: output: 'o' for reward (expected: the output that holds the prediction; none for"
                + " reward)"),
        mistake(
            "models: {m: {quality: {metric: brier, output: }}}",
            "1:46: output: nothing (expected: the name of an output)"),
        mistake(
            "models: {m: {quality: {metric: accuracy, output: o, classes: a}}}",
            "1:62: classes: a (expected: a list)"),
        mistake(
            "models: {m: {quality: {metric: accuracy, output: o, classes: [a, {b: c}]}}}",
            "1:66: classes: a mapping (expected: the name of a class)"),
        mistake(
            "models: {m: {quality: {metric: accuracy, output: o, classes: [a, a]}}}",
            "1:62: classes: [a, a] (expected: each name once)"),
        mistake(
            "models: {m: {quality: {metric: absoluteError, output: o}}}",
            "1:23: clip: none (expected: the error that counts as the worst)"),
        mistake(
            "models: {m: {quality: {metric: absoluteError, output: o, clip: 1e3}}}",
            "1:64: clip: 1e3 (expected: a number above 0)"),
        mistake(
            "models: {m: {quality: {metric: absoluteError, output: o, clip: 0}}}",
            "1:64: clip: 0.0 (expected: a number above 0)"),
        mistake(
            "models: {m: {quality: {metric: accuracy, output: o, clip: 2}}}",
            "1:59: clip: 2.0 (expected: none for accuracy)"),
        // YAML
        mistake("", "1:1: file: empty (expected: at least one setting)"),
        mistake("# nothing\n", "1:1: file: empty (expected: at least one setting)"),
        mistake("runners: 1\n---\nrunners: 2", "2:1: document: more than one (expected: one)"),
        mistake(
            "models: {m: {split: {1: 1}",
            "1:27: YAML: while parsing a flow mapping: expected ',' or '}', but got <stream end>"),
        mistake(
            "runners: 1\n\tlimits: {}",
            "2:1: YAML: while scanning for the next token: found character '\\t(TAB)' that cannot"
                + " start any token. (Do not use \\t(TAB) for indentation)"),
        mistake(
            "models: {m: {warmUp: ../x.json}}",
            "1:22: warmUp: ../x.json (expected: the name of a file in the version's folder or the"
                + " model's, such as warmup.json)"),
        mistake("a: &x 1", "1:4: anchor: &x (expected: none)"),
        mistake("runners: !!int 2", "1:10: tag: tag:yaml.org,2002:int (expected: none)"),
        mistake("models: !x {}", "1:9: tag: !x (expected: none)"),
        mistake("runners: 1\nlimits: \u0007", "2:9: character: U+0007 (expected: a printable one)"),
        mistake("runners: \ud83d", "1:10: character: U+D83D (expected: a printable one)"),
        mistake(
            "runners: \"a\\nb\"", "1:10: runners: a?b (expected: a whole number from 1 to 1024)"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void parse_oneMistake_isToldWithItsPlace(String text, String problem) {
    assertThat(problems(text)).containsExactly("serin.yaml:" + problem);
  }

  @Test
  void parse_manyMistakes_areAllToldInOrder() {
    assertThat(problems("""
        models:
          digits:
            split: {1: 0.95, 2: 0.06}
            quality: {metric: acuracy, output: o}
        runers: 2
        limits: {messageBytes: 1, inFlight: 2}
        """))
        .containsExactly(
            "serin.yaml:3:12: split: 0.95 + 0.06 = 1.01 (expected: exactly 1)",
            "serin.yaml:4:23: metric: acuracy (did you mean accuracy?)",
            "serin.yaml:5:1: runers: unknown key (did you mean runners?)",
            "serin.yaml:6:24: messageBytes: 1 (expected: a size from 1KiB to less than 2GiB, such"
                + " as 64MiB)",
            "serin.yaml:6:27: inFlight: unknown key (expected: one of messageBytes,"
                + " inFlightBytes, runTimeout,"
                + " stopTimeout, connectionAge)");
  }

  @Test
  void parse_versionAndItsShareBothWrong_areBothTold() {
    assertThat(problems("models: {m: {split: {0: x}}}"))
        .containsExactly(
            "serin.yaml:1:22: split: 0 " + VERSION, "serin.yaml:1:25: share: x " + SHARE);
  }

  @Test
  void parse_aliases_areRefusedUnexpanded() {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(problems(bomb.toString()))
        .hasSize(60 + 2 * 59)
        .contains(
            "serin.yaml:1:5: anchor: &a0 (expected: none)",
            "serin.yaml:2:10: alias: *a0 (expected: the value itself)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void parse_deepNesting_isRefused(String level) {
    assertThat(problems(level.repeat(100_000)))
        .singleElement()
        .asString()
        .endsWith("nesting: too deep (expected: at most 32 levels)");
  }

  @Test
  void parse_deepNesting_isToldWithItsPlace() {
    assertThat(problems("models: " + "[".repeat(40)))
        .containsExactly("serin.yaml:1:40: nesting: too deep (expected: at most 32 levels)");
  }

  @Test
  void parse_longValue_isCutInTheMessage() {
    assertThat(problems("runners: " + "9".repeat(10_000)))
        .singleElement()
        .asString()
        .hasSizeLessThan(350)
        .endsWith("...");
  }

  @Test
  void parse_byteOrderMark_isNoMistake() {
    assertThat(valid("\ufeffrunners: 3").runners()).isEqualTo(3);
  }

  @Test
  void parse_carriageReturns_countAsLines() {
    assertThat(problems("runners: 1\r\nlimit: {}\rfeedbak: {}\r\nlimits: \u0007"))
        .containsExactly("serin.yaml:4:9: character: U+0007 (expected: a printable one)");
    assertThat(problems("runners: 1\r\nlimit: {}\r\nfeedbak: {}"))
        .containsExactly(
            "serin.yaml:2:1: limit: unknown key (did you mean limits?)",
            "serin.yaml:3:1: feedbak: unknown key (did you mean feedback?)");
  }

  @Test
  void parse_notUtf8_isToldWithItsPlace() {
    var content = "runners: 1\n# caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(texts(file.parse("serin.yaml", content)))
        .containsExactly("serin.yaml:2:6: byte: not UTF-8 (expected: UTF-8)");
  }

  @Test
  void parse_cutUtf8_isToldWithItsPlace() {
    var content = new byte[] {'#', ' ', (byte) 0xe7};

    assertThat(texts(file.parse("serin.yaml", content)))
        .containsExactly("serin.yaml:1:3: byte: not UTF-8 (expected: UTF-8)");
  }

  @Test
  void parse_tooLarge_isRefused() {
    assertThat(texts(file.parse("serin.yaml", new byte[YamlFile.MAX_BYTES + 1])))
        .containsExactly("serin.yaml: file: too large (expected: at most 1048576 bytes)");
  }

  @Test
  void read_file_isParsed(@TempDir Path folder) throws Exception {
    var path = Files.writeString(folder.resolve("serin.yaml"), "runners: 3");

    assertThat(file.read(path))
        .isEqualTo(new ParsedConfig.Valid<>(new GatewayConfig(
            3, Admit.COPY, DEFAULTS.limits(), DEFAULTS.feedback(), DEFAULTS.models())));
  }

  @Test
  void read_missing_isAProblem(@TempDir Path folder) {
    var path = folder.resolve("serin.yaml");

    assertThat(texts(file.read(path)))
        .containsExactly(path + ": file: missing (expected: a readable file)");
  }

  private GatewayConfig valid(String text) {
    assertThat(file.parse("serin.yaml", text)).isInstanceOf(ParsedConfig.Valid.class);
    return ((ParsedConfig.Valid<GatewayConfig>) file.parse("serin.yaml", text)).config();
  }

  private List<String> problems(String text) {
    return texts(file.parse("serin.yaml", text));
  }

  private static List<String> texts(ParsedConfig<?> parsed) {
    assertThat(parsed).isInstanceOf(ParsedConfig.Invalid.class);
    return ((ParsedConfig.Invalid<?>) parsed)
        .problems().stream().map(Problem::toString).toList();
  }

  private static Arguments mistake(String text, String problem) {
    return Arguments.of(text, problem);
  }
}
