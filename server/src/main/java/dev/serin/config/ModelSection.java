package dev.serin.config;

import dev.serin.config.yaml.Problems;
import dev.serin.config.yaml.ScalarType;
import dev.serin.config.yaml.Section;
import dev.serin.gate.GateSettings;
import dev.serin.model.Isolation;
import dev.serin.rollout.LivePlan;
import dev.serin.split.Share;
import dev.serin.split.Split;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the section of one model. Confined to one thread. */
final class ModelSection {
  private static final List<String> KEYS = Stream.concat(
          Stream.of(
              "split",
              "stable",
              "quality",
              "gates",
              "rollout",
              "batching",
              "warmUp",
              "memory",
              "isolation"),
          ForcedUsersSection.KEYS.stream())
      .toList();
  private static final ScalarType<Long> MEMORY =
      ScalarType.size(256L << 20, 1L << 50, "a size of at least 256MiB, such as 2GiB");
  private static final ScalarType<Isolation> ISOLATION =
      ScalarType.oneOf(List.of(Isolation.values()));
  private static final Pattern FILE = Pattern.compile("[^/\\\\.][^/\\\\]*");
  private static final String SPLIT = "a mapping such as {1: 0.9, 2: 0.1}";

  private final Section section;
  private final Problems problems;

  ModelSection(String name, Node node, Problems problems) {
    this.section = Section.known(name, node, problems, KEYS);
    this.problems = problems;
  }

  ModelConfig read() {
    var split = splitBlock();
    var gates = new GatesSection(section.child("gates", GatesSection.KEYS), problems).read();
    var quality = section
        .node("quality")
        .flatMap(node -> new QualitySection(node, problems).read(gates.clip()));
    var forced = new ForcedUsersSection(section, problems).read();
    return new ModelConfig(
        split,
        quality,
        gates.settings(),
        rollout(gates.settings()),
        new BatchingSection(section.child("batching", BatchingSection.KEYS)).read(),
        forced,
        warmUp(),
        section.read("memory", MEMORY).map(OptionalLong::of).orElseGet(OptionalLong::empty),
        section.read("isolation", ISOLATION).orElse(ModelConfig.NOTHING.isolation()));
  }

  private Optional<String> warmUp() {
    var name = section.read("warmUp", ScalarType.text("the name of a file"));
    if (name.isPresent() && !FILE.matcher(name.get()).matches()) {
      problems.add(
          section.node("warmUp").orElseThrow(),
          "warmUp: " + name.get() + " (expected: the name of a file in the version's folder or the"
              + " model's, such as warmup.json)");
    }
    return name;
  }

  private Optional<LivePlan> rollout(GateSettings gates) {
    if (section.node("rollout").isEmpty()) {
      return Optional.empty();
    }
    var block = section.child("rollout", RolloutSection.KEYS);
    return new RolloutSection(block, problems, gates.quality().required()).readLive();
  }

  private Optional<SplitBlock> splitBlock() {
    var node = section.node("split");
    var stable = section.node("stable");
    var named = section.read("stable", SplitTypes.VERSION);
    if (node.isEmpty()) {
      stable.ifPresent(alone -> problems.add(alone, "stable: no split (expected: one beside it)"));
      return Optional.empty();
    }
    var split = node.flatMap(this::split);
    return named.isPresent()
        ? split.flatMap(
            shares -> checked(stable.orElseThrow(), () -> new SplitBlock(shares, named.get())))
        : split.map(shares -> new SplitBlock(shares, null));
  }

  /**
   * Returns the split, unless a part of it is wrong: a message about the sum of the rest would
   * confuse.
   */
  private Optional<Split> split(Node node) {
    int before = problems.count();
    var entries = Section.free("split", node, problems, SPLIT).entries();
    var shares = new TreeMap<Long, Share>();
    entries.values().forEach(entry -> {
      var version = section.read("split", entry.key(), SplitTypes.VERSION);
      var share = section.read("share", entry.value(), SplitTypes.SHARE);
      version.ifPresent(number -> share.ifPresent(part -> shares.put(number, part)));
    });
    return problems.count() > before ? Optional.empty() : checked(node, () -> Split.of(shares));
  }

  private <T> Optional<T> checked(Node node, Supplier<T> value) {
    try {
      return Optional.of(value.get());
    } catch (IllegalArgumentException e) {
      problems.add(node, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
