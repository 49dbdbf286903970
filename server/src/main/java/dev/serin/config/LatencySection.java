package dev.serin.config;

import dev.serin.config.yaml.Problems;
import dev.serin.config.yaml.Section;
import dev.serin.gate.GateSettings;
import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the latency limits of the canary and of the service. Confined to one thread. */
final class LatencySection {
  static final List<String> KEYS = List.of("weight", "relative", "floor", "slo");

  private static final Latency UNSET = GateSettings.DEFAULT.latency();
  private static final List<String> RELATIVE_KEYS = List.of("q", "maxRatio", "share");
  private static final List<String> SLO_KEYS = List.of("q", "ms", "share");
  private static final List<String> SERVICE_SLO_KEYS = List.of("q", "ms");
  private static final BigDecimal UNSET_QUANTILE = new BigDecimal("0.95");
  /** The share that the relative limits leave by default. */
  private static final BigDecimal UNSET_SLO_SHARE = new BigDecimal("0.3");

  private final Section section;
  private final Problems problems;

  LatencySection(Section section, Problems problems) {
    this.section = section;
    this.problems = problems;
  }

  Latency read() {
    var weight = section.read("weight", GateTypes.PART).orElse(UNSET.weight());
    var floor = section.read("floor", GateTypes.TIME_OR_NONE).orElse(UNSET.floor());
    var relative = section.node("relative").isPresent() ? relative() : UNSET.relative();
    var slo = slo(floor);
    return section.make(() -> new Latency(weight, relative, floor, slo)).orElse(UNSET);
  }

  /** Returns the limit under this key, which is not compared with stable and so has no share. */
  static Optional<Slo> serviceSlo(Section section) {
    if (section.node("slo").isEmpty()) {
      return Optional.empty();
    }
    return slo(section.child("slo", SERVICE_SLO_KEYS), BigDecimal.ZERO);
  }

  private Optional<Slo> slo(Duration floor) {
    if (section.node("slo").isEmpty()) {
      return Optional.empty();
    }
    var block = section.child("slo", SLO_KEYS);
    var share = block.read("share", GateTypes.PART).orElse(UNSET_SLO_SHARE);
    var slo = slo(block, share);
    slo.map(Slo::limit)
        .filter(limit -> limit.compareTo(floor) <= 0)
        .ifPresent(limit -> block.refuse(
            "ms",
            "ms: " + millis(limit) + " (expected: above the floor of " + millis(floor) + " ms)"));
    return slo;
  }

  private static Optional<Slo> slo(Section block, BigDecimal share) {
    if (block.isNoMapping()) {
      return Optional.empty();
    }
    var q = block.read("q", GateTypes.QUANTILE).orElse(UNSET_QUANTILE);
    return block
        .need("ms", GateTypes.MILLISECONDS)
        .flatMap(limit -> block.make(() -> new Slo(q, limit, share)));
  }

  private static String millis(Duration time) {
    return BigDecimal.valueOf(time.toNanos(), 6).stripTrailingZeros().toPlainString();
  }

  private List<Relative> relative() {
    return section.items("relative").stream()
        .map(this::relative)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Relative> relative(Node item) {
    var block = Section.known("relative", item, problems, RELATIVE_KEYS);
    if (block.isNoMapping()) {
      return Optional.empty();
    }
    var q = block.need("q", GateTypes.QUANTILE);
    var maxRatio = block.need("maxRatio", GateTypes.RATIO);
    var share = block.need("share", GateTypes.PART);
    return block.make(
        () -> new Relative(q.orElseThrow(), maxRatio.orElseThrow(), share.orElseThrow()));
  }
}
