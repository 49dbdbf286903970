package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.GateSettings;
import dev.serin.gate.GateSettings.Cap;
import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.GateSettings.Slo;
import java.util.Optional;

/** The settings that Serin runs where nothing is configured, but for one of them. */
public final class Settings {
  private static final GateSettings USUAL = GateSettings.DEFAULT;

  private Settings() {}

  /** With another cap per user. */
  public static GateSettings with(Cap cap) {
    return with(cap, USUAL.latency(), USUAL.quality());
  }

  /** With a limit of the latency. */
  public static GateSettings with(Slo slo) {
    var usual = USUAL.latency();
    var latency = new Latency(usual.weight(), usual.relative(), usual.floor(), Optional.of(slo));
    return with(USUAL.cap(), latency, USUAL.quality());
  }

  /** With another rise of the mean loss that must be ruled out. */
  public static GateSettings withOkMargin(double margin) {
    return with(USUAL.cap(), USUAL.latency(), quality(margin, USUAL.quality().strict()));
  }

  /** With the labels of a cohort compared only when all that count are there. */
  public static GateSettings strict() {
    return with(USUAL.cap(), USUAL.latency(), quality(USUAL.quality().okMargin(), true));
  }

  private static Quality quality(double okMargin, boolean strict) {
    var usual = USUAL.quality();
    return new Quality(
        usual.weight(),
        usual.harmMargin(),
        okMargin,
        usual.required(),
        usual.labelHorizon(),
        usual.cohort(),
        usual.labelTimeout(),
        strict);
  }

  private static GateSettings with(Cap cap, Latency latency, Quality quality) {
    return new GateSettings(
        USUAL.alphaRollback(),
        USUAL.alphaPromote(),
        cap,
        USUAL.errors(),
        latency,
        quality,
        USUAL.abandoned(),
        USUAL.service(),
        USUAL.srmAlpha(),
        USUAL.srmConcentration(),
        USUAL.modes());
  }
}
