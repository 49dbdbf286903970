package dev.serin.config;

import dev.serin.config.yaml.ParsedConfig;
import dev.serin.config.yaml.Problems;
import dev.serin.config.yaml.Section;
import dev.serin.config.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the files of plans for calls and labels that were recorded: every mistake of a file at
 * once, each with its line and column.
 *
 * <p>What a plan says about live calls (candidate, advanceWindows, requireApproval, shadow,
 * fallbackToStable, postPromotion, cooldownAfterRollback) is checked for mistakes and means nothing
 * here; of quality, the metric is enough.
 *
 * <p>Thread-safe: it keeps nothing of a file.
 */
public final class PlanFile {
  private static final List<String> KEYS = List.of("quality", "rollout", "gates");

  private final YamlFile<PlanConfig> yaml = new YamlFile<>(PlanFile::plan);

  /** Returns what a file says; one that cannot be read has that as its only problem. */
  public ParsedConfig<PlanConfig> read(Path file) {
    return yaml.read(file);
  }

  /** Returns what a text says; the name is for the problems. */
  public ParsedConfig<PlanConfig> parse(String fileName, String text) {
    return yaml.parse(fileName, text);
  }

  private static PlanConfig plan(Node root, Problems problems) {
    var section = Section.known("file", root, problems, KEYS);
    var rollout = section.child("rollout", RolloutSection.KEYS);
    var plan = new RolloutSection(rollout, problems, true).read();
    var gates = new GatesSection(section.child("gates", GatesSection.KEYS), problems).read();
    var quality = section
        .node("quality")
        .flatMap(node -> new QualitySection(node, problems).readMeasured(gates.clip()));
    return new PlanConfig(quality, plan, gates.settings());
  }
}
