package dev.serin.cli.local;

import dev.serin.config.GatewayConfig;
import dev.serin.config.ModelConfig;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Signature;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.rollout.LivePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds models, versions and outputs in a configuration that are missing in the folder of models.
 */
final class RepositoryCheck {
  private final VersionPool pool;

  RepositoryCheck(VersionPool pool) {
    this.pool = pool;
  }

  /** Returns a message for each name that is missing, by model. */
  List<String> warnings(GatewayConfig config) {
    var warnings = new ArrayList<String>();
    config.models().forEach((name, model) -> {
      if (pool.versions(name).isEmpty()) {
        warnings.add("models: " + name + " (expected: one of " + pool.models().keySet() + ")");
      } else {
        split(name, model, warnings);
        candidate(name, model, warnings);
        quality(name, model, warnings);
      }
    });
    return warnings;
  }

  private void split(String name, ModelConfig model, List<String> warnings) {
    var known = pool.versions(name).keySet();
    model.split().stream()
        .flatMap(block -> block.split().shares().stream())
        .filter(share -> !known.contains(share.version()))
        .forEach(share -> warnings.add("models." + name + ".split: version " + share.version()
            + " (expected: one of " + known + ")"));
  }

  private void candidate(String name, ModelConfig model, List<String> warnings) {
    var known = pool.versions(name).keySet();
    model.rollout().map(LivePlan::candidate).stream()
        .flatMapToLong(OptionalLong::stream)
        .filter(candidate -> !known.contains(candidate))
        .forEach(candidate -> warnings.add("models." + name + ".rollout: candidate: version "
            + candidate + " (expected: one of " + known + ")"));
  }

  private static List<String> problems(QualitySettings quality, Signature signature) {
    var problems = quality.problems(signature);
    return problems.isEmpty() ? quality.doubts(signature) : problems;
  }

  /** One version that can be measured is enough: others may come and go. */
  private void quality(String name, ModelConfig model, List<String> warnings) {
    if (model.quality().isEmpty()) {
      return;
    }
    var problems = pool.versions(name).descendingMap().values().stream()
        .map(VersionStatus::loaded)
        .flatMap(Optional::stream)
        .map(LoadedVersion::signature)
        .map(signature -> problems(model.quality().get(), signature))
        .toList();
    if (problems.stream().noneMatch(List::isEmpty)) {
      problems.stream()
          .limit(1)
          .flatMap(List::stream)
          .forEach(problem -> warnings.add("models." + name + ".quality: " + problem));
    }
  }
}
