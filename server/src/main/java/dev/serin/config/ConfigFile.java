package dev.serin.config;

import dev.serin.config.yaml.ParsedConfig;
import dev.serin.config.yaml.Problems;
import dev.serin.config.yaml.ScalarType;
import dev.serin.config.yaml.Section;
import dev.serin.config.yaml.YamlFile;
import dev.serin.feedback.FeedbackSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads configuration files: every mistake of a file at once, each with its line and column.
 *
 * <p>Values are read as text, so that {@code 0.10} is exact and {@code 01} is not 1. Thread-safe:
 * it keeps no state of a file.
 */
public final class ConfigFile {
  private static final List<String> KEYS =
      List.of("runners", "admit", "limits", "feedback", "models");
  private static final List<String> LIMITS_KEYS =
      List.of("messageBytes", "inFlightBytes", "runTimeout", "stopTimeout", "connectionAge");
  private static final List<String> FEEDBACK_KEYS = List.of("maxAge", "memory", "byRequestId");
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final ScalarType<Admit> ADMIT =
      ScalarType.oneOf(List.of(Admit.values()), Admit::configName);
  private static final Duration MOST_RUN_TIME = Duration.ofDays(1);
  private static final Duration MOST_CONNECTION_AGE = Duration.ofDays(7);
  private static final ScalarType<Integer> RUNNERS = ScalarType.whole(1, 1024);
  private static final ScalarType<Long> MESSAGE_BYTES = ScalarType.size(
      1 << 10, Integer.MAX_VALUE, "a size from 1KiB to less than 2GiB, such as 64MiB");
  private static final ScalarType<Long> IN_FLIGHT_BYTES =
      ScalarType.size(1 << 10, 1L << 50, "a size of at least 1KiB, such as 256MiB");
  private static final ScalarType<Long> MEMORY = ScalarType.size(
      FeedbackSettings.MIN_MEMORY_BYTES,
      1L << 50,
      "a size of at least " + (FeedbackSettings.MIN_MEMORY_BYTES >> 20) + "MiB, such as 64MiB");

  private final GatewayConfig defaults;
  private final YamlFile<GatewayConfig> yaml;

  /** Returns a reader that uses these settings for missing keys. */
  public ConfigFile(GatewayConfig defaults) {
    this.defaults = defaults;
    this.yaml = new YamlFile<>(this::gateway);
  }

  /** Returns the content of a file; if it cannot be read, that is its only problem. */
  public ParsedConfig<GatewayConfig> read(Path file) {
    return yaml.read(file);
  }

  /** Parses the content of a file, which must be UTF-8. */
  public ParsedConfig<GatewayConfig> parse(String fileName, byte[] content) {
    return yaml.parse(fileName, content);
  }

  /** Parses a text; the name is for the problems. */
  public ParsedConfig<GatewayConfig> parse(String fileName, String text) {
    return yaml.parse(fileName, text);
  }

  private GatewayConfig gateway(Node root, Problems problems) {
    var section = Section.known("file", root, problems, KEYS);
    int runners = section.read("runners", RUNNERS).orElse(defaults.runners());
    var admit = section.read("admit", ADMIT).orElse(defaults.admit());
    var limits = section.node("limits").map(node -> limits(node, problems));
    var feedback = section.node("feedback").map(node -> feedback(node, problems));
    var models = new TreeMap<>(defaults.models());
    section
        .node("models")
        .ifPresent(node -> Section.free("models", node, problems)
            .entries()
            .forEach((name, entry) -> {
              checkName(name, entry.key(), problems);
              models.put(name, new ModelSection(name, entry.value(), problems).read());
            }));
    return new GatewayConfig(
        runners,
        admit,
        limits.orElse(defaults.limits()),
        feedback.orElse(defaults.feedback()),
        models);
  }

  private Limits limits(Node node, Problems problems) {
    var section = Section.known("limits", node, problems, LIMITS_KEYS);
    var unset = defaults.limits();
    long message = section.read("messageBytes", MESSAGE_BYTES).orElse((long) unset.messageBytes());
    long inFlight = section.read("inFlightBytes", IN_FLIGHT_BYTES).orElse(unset.inFlightBytes());
    if (inFlight < message) {
      problems.add(
          section.node("inFlightBytes").orElse(node),
          "inFlightBytes: " + inFlight + " (expected: at least messageBytes, " + message + ")");
      return unset;
    }
    var runTimeout =
        section.read("runTimeout", ScalarType.duration(MOST_RUN_TIME)).orElse(unset.runTimeout());
    var age = section.read("connectionAge", ScalarType.duration(MOST_CONNECTION_AGE));
    var stop =
        section.read("stopTimeout", ScalarType.duration(MOST_RUN_TIME)).orElse(unset.stopTimeout());
    return new Limits(Math.toIntExact(message), inFlight, runTimeout, stop, age);
  }

  private FeedbackSettings feedback(Node node, Problems problems) {
    var section = Section.known("feedback", node, problems, FEEDBACK_KEYS);
    var unset = defaults.feedback();
    var maxAge = ScalarType.duration(FeedbackSettings.GREATEST_MAX_AGE);
    return new FeedbackSettings(
        section.read("maxAge", maxAge).orElse(unset.maxAge()),
        section.read("memory", MEMORY).orElse(unset.memoryBytes()),
        section.read("byRequestId", ScalarType.yesOrNo()).orElse(unset.byRequestId()));
  }

  private static void checkName(String name, Node key, Problems problems) {
    if (!MODEL.matcher(name).matches()) {
      problems.add(
          key,
          "models: " + (name.isEmpty() ? "nothing" : name)
              + " (expected: a name of letters, digits, '.', '_' and '-')");
    }
  }
}
