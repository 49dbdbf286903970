package dev.serin.config;

import dev.serin.feedback.Metric;
import dev.serin.feedback.QualitySettings;
import dev.serin.split.Share;
import dev.serin.split.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what the file says about one model. Confined to one thread. */
final class ModelSection {
  private static final List<String> KEYS = List.of("split", "stable", "quality");
  private static final List<String> QUALITY_KEYS = List.of("metric", "output", "classes", "clip");
  private static final List<String> METRICS =
      Arrays.stream(Metric.values()).map(Metric::configName).toList();
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");
  private static final ScalarType<Long> VERSION_TYPE = new ScalarType<>(
      "a version, which is a whole number from 1 without leading zeros",
      text ->
          VERSION.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty());
  private static final ScalarType<Share> SHARE_TYPE = new ScalarType<>(
      "a decimal from 0 to 1 such as 0.05, with at most 18 digits after the point",
      ModelSection::share);

  private static final String SPLIT = "a mapping such as {1: 0.9, 2: 0.1}";

  private final Section section;
  private final Problems problems;

  ModelSection(String name, Node node, Problems problems) {
    this.section = Section.known(name, node, problems, KEYS);
    this.problems = problems;
  }

  ModelConfig read() {
    return new ModelConfig(splitBlock(), section.node("quality").flatMap(this::quality));
  }

  private Optional<SplitBlock> splitBlock() {
    var node = section.node("split");
    var stable = section.node("stable");
    var named = section.read("stable", VERSION_TYPE);
    if (node.isEmpty()) {
      stable.ifPresent(
          alone -> problems.add(alone, "stable: without a split (expected: beside one)"));
      return Optional.empty();
    }
    var split = node.flatMap(this::split);
    return named.isPresent()
        ? split.flatMap(
            shares -> checked(stable.orElseThrow(), () -> new SplitBlock(shares, named.get())))
        : split.map(shares -> new SplitBlock(shares, null));
  }

  /** The split, unless a part of it is wrong: the sum of the rest would only confuse. */
  private Optional<Split> split(Node node) {
    int before = problems.count();
    var entries = Section.free("split", node, problems, SPLIT).entries();
    var shares = new TreeMap<Long, Share>();
    entries.values().forEach(entry -> {
      var version = section.read("split", entry.key(), VERSION_TYPE);
      var share = section.read("share", entry.value(), SHARE_TYPE);
      version.ifPresent(number -> share.ifPresent(part -> shares.put(number, part)));
    });
    return problems.count() > before ? Optional.empty() : checked(node, () -> Split.of(shares));
  }

  private Optional<QualitySettings> quality(Node node) {
    int before = problems.count();
    var quality = Section.known("quality", node, problems, QUALITY_KEYS);
    if (quality.entries().isEmpty() && problems.count() > before) {
      return Optional.empty();
    }
    var metric = metric(quality, node);
    var output =
        quality.read("output", ScalarType.text("the name of an output")).orElse("");
    var classes = quality.readAll("classes", ScalarType.text("the name of a class"));
    var clip = quality.read("clip", ScalarType.number("a number above 0"));
    if (metric.isEmpty() || problems.count() > before) {
      return Optional.empty();
    }
    var bound = clip.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    try {
      return Optional.of(QualitySettings.of(metric.get(), output, classes, bound));
    } catch (IllegalArgumentException e) {
      // Such a message begins with the name of the part that is wrong.
      var message = String.valueOf(e.getMessage());
      int end = Math.max(message.indexOf(':'), 0);
      problems.add(quality.node(message.substring(0, end)).orElse(node), message);
      return Optional.empty();
    }
  }

  private Optional<Metric> metric(Section quality, Node node) {
    if (quality.node("metric").isEmpty()) {
      problems.add(node, "metric: nothing (expected: one of " + String.join(", ", METRICS) + ")");
      return Optional.empty();
    }
    var name = quality.read("metric", ScalarType.text("one of " + String.join(", ", METRICS)));
    var metric = name.flatMap(Metric::of);
    if (name.isPresent() && metric.isEmpty()) {
      problems.add(
          quality.node("metric").orElse(node),
          "metric: " + name.get() + " (" + Suggestion.expected(name.get(), METRICS) + ")");
    }
    return metric;
  }

  private <T> Optional<T> checked(Node node, Supplier<T> value) {
    try {
      return Optional.of(value.get());
    } catch (IllegalArgumentException e) {
      problems.add(node, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<Share> share(String text) {
    try {
      return Optional.of(Share.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
