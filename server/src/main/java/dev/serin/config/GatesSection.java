package dev.serin.config;

import dev.serin.config.yaml.Problems;
import dev.serin.config.yaml.ScalarType;
import dev.serin.config.yaml.Section;
import dev.serin.gate.GateSettings;
import dev.serin.gate.GateSettings.Abandoned;
import dev.serin.gate.GateSettings.Cap;
import dev.serin.gate.GateSettings.Errors;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Modes;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.GateSettings.Service;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads how the gates judge a canary; missing keys have their defaults. Confined to one thread. */
final class GatesSection {
  static final List<String> KEYS = List.of(
      "alphaRollback",
      "alphaPromote",
      "maxObservationsPerUser",
      "capWindow",
      "errors",
      "latency",
      "quality",
      "abandoned",
      "service",
      "srm",
      "mode");

  private static final GateSettings UNSET = GateSettings.DEFAULT;
  private static final List<String> ERRORS_KEYS =
      List.of("weight", "oddsRatio", "slo", "absFloor", "okOddsRatio", "okAbs");
  private static final List<String> QUALITY_KEYS = List.of(
      "weight",
      "harmMargin",
      "okMargin",
      "required",
      "labelHorizon",
      "cohort",
      "onNoLabels",
      "labelTimeout",
      "clip",
      "strict");
  private static final List<String> ABANDONED_KEYS =
      List.of("weight", "oddsRatio", "absFloor", "okOddsRatio", "okAbs");
  private static final List<String> SERVICE_KEYS = List.of("slo", "stableSlowdownRatio");
  private static final List<String> SRM_KEYS = List.of("alpha", "k");
  private static final List<String> MODE_KEYS =
      List.of("errors", "latency", "quality", "abandoned", "service");

  /** The counters of a user's observations have 8 bits. */
  private static final ScalarType<Integer> OBSERVATIONS = ScalarType.whole(1, 255);

  private static final ScalarType<String> NO_LABELS =
      ScalarType.oneOf(List.of("pause"), name -> name);
  private static final ScalarType<Mode> ANY_MODE = ScalarType.oneOf(Arrays.asList(Mode.values()));
  private static final ScalarType<Mode> NOT_ENFORCED =
      ScalarType.oneOf(List.of(Mode.SIGNAL, Mode.DRY_RUN));

  private final Section section;
  private final Problems problems;

  GatesSection(Section section, Problems problems) {
    this.section = section;
    this.problems = problems;
  }

  GatesBlock read() {
    double rollback = section.read("alphaRollback", GateTypes.ALPHA).orElse(UNSET.alphaRollback());
    double promote = section.read("alphaPromote", GateTypes.ALPHA).orElse(UNSET.alphaPromote());
    var cap = cap();
    var errors = errors(section.child("errors", ERRORS_KEYS));
    var latency =
        new LatencySection(section.child("latency", LatencySection.KEYS), problems).read();
    var qualityBlock = section.child("quality", QUALITY_KEYS);
    var quality = quality(qualityBlock);
    var clip = clip(qualityBlock);
    var abandoned = abandoned(
        section.child("abandoned", ABANDONED_KEYS),
        BigDecimal.ONE
            .subtract(errors.weight())
            .subtract(latency.weight())
            .subtract(quality.weight()));
    var service = service(section.child("service", SERVICE_KEYS));
    var srm = section.child("srm", SRM_KEYS);
    double srmAlpha = srm.read("alpha", GateTypes.ALPHA).orElse(UNSET.srmAlpha());
    double k = srm.read("k", GateTypes.POSITIVE).orElse(UNSET.srmConcentration());
    var modes = modes(section.child("mode", MODE_KEYS));
    var settings = section.make(() -> new GateSettings(
        rollback,
        promote,
        cap,
        errors,
        latency,
        quality,
        Optional.of(abandoned),
        service,
        srmAlpha,
        k,
        modes));
    return new GatesBlock(settings.orElse(UNSET), clip);
  }

  private Cap cap() {
    return new Cap(
        section.read("maxObservationsPerUser", OBSERVATIONS).orElse(UNSET.cap().observations()),
        section.read("capWindow", GateTypes.TIME).orElse(UNSET.cap().window()));
  }

  private static Errors errors(Section block) {
    var unset = UNSET.errors();
    var weight = block.read("weight", GateTypes.PART).orElse(unset.weight());
    double oddsRatio = block.read("oddsRatio", GateTypes.POSITIVE).orElse(unset.oddsRatio());
    double slo = block.read("slo", GateTypes.BETWEEN).orElse(unset.slo());
    double absFloor = block.read("absFloor", GateTypes.BETWEEN).orElse(unset.absFloor());
    double okOddsRatio = block.read("okOddsRatio", GateTypes.POSITIVE).orElse(unset.okOddsRatio());
    double okAbs = block.read("okAbs", GateTypes.BETWEEN).orElse(unset.okAbs());
    return block
        .make(() -> new Errors(weight, oddsRatio, slo, absFloor, okOddsRatio, okAbs))
        .orElse(unset);
  }

  private static Quality quality(Section block) {
    var unset = UNSET.quality();
    var weight = block.read("weight", GateTypes.PART).orElse(unset.weight());
    double harm = block.read("harmMargin", GateTypes.BELOW_ONE).orElse(unset.harmMargin());
    double ok = block.read("okMargin", GateTypes.BETWEEN).orElse(unset.okMargin());
    boolean required = block.read("required", ScalarType.yesOrNo()).orElse(unset.required());
    var horizon = block.read("labelHorizon", GateTypes.TIME).orElse(unset.labelHorizon());
    var cohort = block.read("cohort", GateTypes.TIME).orElse(unset.cohort());
    var timeout = block.read("labelTimeout", GateTypes.TIME).orElse(unset.labelTimeout());
    boolean strict = block.read("strict", ScalarType.yesOrNo()).orElse(unset.strict());
    var unused = block.read("onNoLabels", NO_LABELS);
    return block
        .make(() -> new Quality(weight, harm, ok, required, horizon, cohort, timeout, strict))
        .orElse(unset);
  }

  private static Optional<GatesBlock.Clip> clip(Section quality) {
    return quality
        .node("clip")
        .flatMap(node ->
            quality.read("clip", GateTypes.POSITIVE).map(clip -> new GatesBlock.Clip(node, clip)));
  }

  /** Its weight is what the others leave, unless configured. */
  private static Abandoned abandoned(Section block, BigDecimal left) {
    var unset = Abandoned.of(left.max(BigDecimal.ZERO));
    var weight = block.read("weight", GateTypes.PART).orElse(unset.weight());
    double oddsRatio = block.read("oddsRatio", GateTypes.POSITIVE).orElse(unset.oddsRatio());
    double absFloor = block.read("absFloor", GateTypes.BETWEEN).orElse(unset.absFloor());
    double okOddsRatio = block.read("okOddsRatio", GateTypes.POSITIVE).orElse(unset.okOddsRatio());
    double okAbs = block.read("okAbs", GateTypes.BETWEEN).orElse(unset.okAbs());
    return block
        .make(() -> new Abandoned(weight, oddsRatio, absFloor, okOddsRatio, okAbs))
        .orElse(unset);
  }

  private static Service service(Section block) {
    var slo = LatencySection.serviceSlo(block);
    double ratio = block
        .read("stableSlowdownRatio", GateTypes.RATIO)
        .orElse(UNSET.service().stableSlowdownRatio());
    return new Service(slo, ratio);
  }

  private static Modes modes(Section block) {
    var unset = UNSET.modes();
    return new Modes(
        block.read("errors", ANY_MODE).orElse(unset.errors()),
        block.read("latency", ANY_MODE).orElse(unset.latency()),
        block.read("quality", ANY_MODE).orElse(unset.quality()),
        block.read("abandoned", ANY_MODE).orElse(unset.abandoned()),
        block.read("service", NOT_ENFORCED).orElse(unset.service()));
  }
}
