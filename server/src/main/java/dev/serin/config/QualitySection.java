package dev.serin.config;

import dev.serin.config.yaml.Problems;
import dev.serin.config.yaml.ScalarType;
import dev.serin.config.yaml.Section;
import dev.serin.config.yaml.Suggestion;
import dev.serin.feedback.quality.Metric;
import dev.serin.feedback.quality.OutputIs;
import dev.serin.feedback.quality.QualitySettings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads how the quality of a model is measured. Confined to one thread. */
final class QualitySection {
  /** The defaults of missing keys; empty for required ones. */
  private record Unset(String output, Optional<Double> worstError) {
    static final Unset PREDICTING = new Unset("", Optional.empty());
    static final Unset MEASURED = new Unset("any", Optional.of(1.0));
  }

  private static final List<String> KEYS =
      List.of("metric", "output", "classes", "outputIs", "clip");
  private static final ScalarType<OutputIs> OUTPUT_IS =
      ScalarType.oneOf(List.of(OutputIs.values()), OutputIs::configName);
  private static final List<String> METRICS =
      Arrays.stream(Metric.values()).map(Metric::configName).toList();

  private final Node node;
  private final Problems problems;
  private final Section section;

  QualitySection(Node node, Problems problems) {
    this.node = node;
    this.problems = problems;
    this.section = Section.known("quality", node, problems, KEYS);
  }

  /** Returns the settings of a live model; without a clip of its own it has the gates'. */
  Optional<QualitySettings> read(Optional<GatesBlock.Clip> gatesClip) {
    return read(gatesClip, Unset.PREDICTING);
  }

  /**
   * Returns the settings for recorded losses: only the metric is needed, as no output is read and
   * no error is clipped.
   */
  Optional<QualitySettings> readMeasured(Optional<GatesBlock.Clip> gatesClip) {
    return read(gatesClip, Unset.MEASURED);
  }

  private Optional<QualitySettings> read(Optional<GatesBlock.Clip> gatesClip, Unset unset) {
    if (section.isNoMapping()) {
      return Optional.empty();
    }
    var metric = metric();
    var output = section.read("output", ScalarType.text("the name of an output"));
    var classes = section.readAll("classes", ScalarType.text("the name of a class"));
    var outputIs = section.read("outputIs", OUTPUT_IS);
    var clip = section.read("clip", ScalarType.number("a number above 0"));
    clip.ifPresent(ours -> gatesClip.ifPresent(theirs -> checkSame(ours, theirs)));
    return metric.flatMap(of -> section.make(() -> QualitySettings.of(
        of,
        output.orElse(of == Metric.REWARD ? "" : unset.output),
        classes,
        outputIs,
        clip(of, clip, gatesClip, unset))));
  }

  private static OptionalDouble clip(
      Metric metric, Optional<Double> clip, Optional<GatesBlock.Clip> gatesClip, Unset unset) {
    var chosen = switch (metric) {
      case LOG_LOSS -> clip.or(() -> gatesClip.map(GatesBlock.Clip::value));
      case ABSOLUTE_ERROR ->
        clip.or(() -> gatesClip.map(GatesBlock.Clip::value)).or(unset::worstError);
      case ACCURACY, BRIER, REWARD -> clip;
    };
    return chosen.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  private void checkSame(double ours, GatesBlock.Clip theirs) {
    if (ours != theirs.value()) {
      problems.add(
          theirs.node(),
          "clip: " + theirs.value() + " (expected: that of quality, " + ours + ", or none)");
    }
  }

  private Optional<Metric> metric() {
    if (section.node("metric").isEmpty()) {
      problems.add(node, "metric: nothing (expected: one of " + String.join(", ", METRICS) + ")");
      return Optional.empty();
    }
    var name = section.read("metric", ScalarType.text("one of " + String.join(", ", METRICS)));
    var metric = name.flatMap(Metric::of);
    if (name.isPresent() && metric.isEmpty()) {
      problems.add(
          section.node("metric").orElse(node),
          "metric: " + name.get() + " (" + Suggestion.expected(name.get(), METRICS) + ")");
    }
    return metric;
  }
}
