package dev.serin.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.gate.Evidence;
import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Step;
import dev.serin.gate.Terms;
import dev.serin.judge.Basis;
import dev.serin.judge.EvidenceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads evidence written before records had a format. It was stored with a hash of the text that
 * the records of its terms had then; that text is spelled out here.
 */
public final class Format0Evidence {
  private static final String TERMS = "terms";

  private Format0Evidence() {}

  /**
   * Returns the evidence of a file whose checksum is right.
   *
   * @param bases the bases under which a model's evidence may have been collected; evidence of any
   *     other did not count and is left out
   * @throws UnreadableException if it is not evidence
   */
  public static Map<EvidenceKey, Evidence> read(byte[] file, Function<String, List<Basis>> bases) {
    var all = new HashMap<EvidenceKey, Evidence>();
    try {
      Format0.MAPPER
          .readTree(new String(file, UTF_8))
          .path("comparisons")
          .forEach(json -> key(json, bases).ifPresent(key -> all.put(key, evidence(json))));
    } catch (RuntimeException e) {
      throw new UnreadableException(String.valueOf(e.getMessage()), e);
    }
    return all;
  }

  private static Optional<EvidenceKey> key(JsonNode json, Function<String, List<Basis>> bases) {
    var model = Format0.text(json, "model");
    long hash = json.path("marks").path(TERMS).asLong(0);
    return bases.apply(model).stream()
        .filter(basis -> hash(basis) == hash)
        .findFirst()
        .map(basis -> new EvidenceKey(
            model, json.path("stable").asLong(0), json.path("canary").asLong(0), basis));
  }

  private static Evidence evidence(JsonNode json) {
    var steps = new ArrayList<Step>();
    json.path("steps").forEach(step -> steps.add(step(step)));
    var numbers = new HashMap<String, List<double[]>>();
    json.path("numbers").properties().forEach(rows -> {
      var list = new ArrayList<double[]>();
      rows.getValue().forEach(row -> list.add(row(row)));
      numbers.put(rows.getKey(), list);
    });
    var cohorts = new HashMap<String, double[]>();
    json.path("cohorts")
        .properties()
        .forEach(cohort -> cohorts.put(cohort.getKey(), row(cohort.getValue())));
    var marks = longs(json.path("marks"));
    marks.remove(TERMS);
    return Evidence.of(steps, numbers, cohorts, marks, longs(json.path("alarms")));
  }

  private static Step step(JsonNode json) {
    return new Step(
        json.path("number").asInt(0),
        json.path("revision").asLong(0),
        json.path("startMillis").asLong(0),
        Fields.decimal(Format0.text(json, "share")));
  }

  private static double[] row(JsonNode json) {
    var row = new double[json.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = Format0.number(json.path(i));
    }
    return row;
  }

  private static Map<String, Long> longs(JsonNode json) {
    var longs = new HashMap<String, Long>();
    json.properties()
        .forEach(entry -> longs.put(entry.getKey(), entry.getValue().asLong(0)));
    return longs;
  }

  static long hash(Basis basis) {
    var terms = text(basis.terms());
    return (basis.rollout().isEmpty() ? terms : basis.rollout() + " " + terms).hashCode();
  }

  static String text(Terms terms) {
    var gates = terms.gates();
    var errors = gates.errors();
    var quality = gates.quality();
    var modes = TermsCodec.encode(terms).getGates().getModes();
    return "Terms[gates=GateSettings[alphaRollback=" + gates.alphaRollback()
        + ", alphaPromote=" + gates.alphaPromote()
        + ", cap=Cap[observations=" + gates.cap().observations()
        + ", window=" + gates.cap().window()
        + "], errors=Errors[weight=" + errors.weight()
        + ", oddsRatio=" + errors.oddsRatio()
        + ", slo=" + errors.slo()
        + ", absFloor=" + errors.absFloor()
        + ", okOddsRatio=" + errors.okOddsRatio()
        + ", okAbs=" + errors.okAbs()
        + "], latency=Latency[weight=" + gates.latency().weight()
        + ", relative="
        + gates.latency().relative().stream().map(Format0Evidence::text).toList()
        + ", floor=" + gates.latency().floor()
        + ", slo=" + slo(gates.latency().slo())
        + "], quality=Quality[weight=" + quality.weight()
        + ", harmMargin=" + quality.harmMargin()
        + ", okMargin=" + quality.okMargin()
        + ", required=" + quality.required()
        + ", labelHorizon=" + quality.labelHorizon()
        + ", cohort=" + quality.cohort()
        + ", labelTimeout=" + quality.labelTimeout()
        + ", strict=" + quality.strict()
        + "], service=Service[slo=" + slo(gates.service().slo())
        + ", stableSlowdownRatio=" + gates.service().stableSlowdownRatio()
        + "], srmAlpha=" + gates.srmAlpha()
        + ", srmConcentration=" + gates.srmConcentration()
        + ", modes=Modes[errors=" + modes.getErrors().name()
        + ", latency=" + modes.getLatency().name()
        + ", quality=" + modes.getQuality().name()
        + ", service=" + modes.getService().name()
        + "]], binary=" + (terms.losses() == LossScale.BINARY)
        + ", quality="
        + (terms.quality().isEmpty() ? "" : "QualitySettings[" + terms.quality() + "]")
        + "]";
  }

  private static String text(GateSettings.Relative relative) {
    return "Relative[q=" + relative.q() + ", maxRatio=" + relative.maxRatio() + ", share="
        + relative.share() + "]";
  }

  private static String slo(Optional<GateSettings.Slo> slo) {
    return slo.map(limit -> "Optional[Slo[q=" + limit.q() + ", limit=" + limit.limit() + ", share="
            + limit.share() + "]]")
        .orElse("Optional.empty");
  }
}
