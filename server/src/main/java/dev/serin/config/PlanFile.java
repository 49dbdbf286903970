package dev.serin.config;

import dev.serin.config.yaml.ParsedConfig;
import dev.serin.config.yaml.Problems;
import dev.serin.config.yaml.Section;
import dev.serin.config.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads plan files for recorded calls and labels: every mistake of a file at once, each with its
 * line and column.
 *
 * <p>Settings for live calls (candidate, advanceWindows, requireApproval, shadow, fallbackToStable,
 * postPromotion, cooldownAfterRollback) are checked for mistakes and have no effect here; of
 * quality, the metric is enough.
 *
 * <p>Thread-safe: it keeps no state of a file.
 */
public final class PlanFile {
  private static final List<String> KEYS = List.of("quality", "rollout", "gates");

  private final YamlFile<PlanConfig> yaml = new YamlFile<>(PlanFile::plan);

  /** Returns the content of a file; if it cannot be read, that is its only problem. */
  public ParsedConfig<PlanConfig> read(Path file) {
    return yaml.read(file);
  }

  /** Parses a text; the name is for the problems. */
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
