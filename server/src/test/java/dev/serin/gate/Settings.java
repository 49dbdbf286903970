package dev.serin.gate;

import dev.serin.gate.GateSettings.Abandoned;
import dev.serin.gate.GateSettings.Cap;
import dev.serin.gate.GateSettings.Errors;
import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Modes;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.GateSettings.Service;
import java.util.Optional;

/** The default settings but for one part. */
public final class Settings {
  private static final GateSettings DEFAULT = GateSettings.DEFAULT;

  private Settings() {}

  /** Returns the settings with this part. */
  public static GateSettings with(Cap cap) {
    return of(cap, DEFAULT.errors(), DEFAULT.latency(), DEFAULT.quality(), DEFAULT.modes());
  }

  /** Returns the settings with this part. */
  public static GateSettings with(Errors errors) {
    return of(DEFAULT.cap(), errors, DEFAULT.latency(), DEFAULT.quality(), DEFAULT.modes());
  }

  /** Returns the settings with this part. */
  public static GateSettings with(Latency latency) {
    return of(DEFAULT.cap(), DEFAULT.errors(), latency, DEFAULT.quality(), DEFAULT.modes());
  }

  /** Returns the settings with this part. */
  public static GateSettings with(Quality quality) {
    return of(DEFAULT.cap(), DEFAULT.errors(), DEFAULT.latency(), quality, DEFAULT.modes());
  }

  /** Returns the settings with this part. */
  public static GateSettings with(Modes modes) {
    return of(DEFAULT.cap(), DEFAULT.errors(), DEFAULT.latency(), DEFAULT.quality(), modes);
  }

  /** Returns the settings with this part. */
  public static GateSettings with(Service service) {
    return new GateSettings(
        DEFAULT.alphaRollback(),
        DEFAULT.alphaPromote(),
        DEFAULT.cap(),
        DEFAULT.errors(),
        DEFAULT.latency(),
        DEFAULT.quality(),
        DEFAULT.abandoned(),
        service,
        DEFAULT.srmAlpha(),
        DEFAULT.srmConcentration(),
        DEFAULT.modes());
  }

  /** With the weight of calls given up as another one, and that of errors what is left. */
  static GateSettings abandoned(Abandoned abandoned) {
    var errors = DEFAULT.errors();
    var left = DEFAULT
        .errors()
        .weight()
        .add(DEFAULT.abandoned().orElseThrow().weight())
        .subtract(abandoned.weight());
    return new GateSettings(
        DEFAULT.alphaRollback(),
        DEFAULT.alphaPromote(),
        DEFAULT.cap(),
        new Errors(
            left,
            errors.oddsRatio(),
            errors.slo(),
            errors.absFloor(),
            errors.okOddsRatio(),
            errors.okAbs()),
        DEFAULT.latency(),
        DEFAULT.quality(),
        Optional.of(abandoned),
        DEFAULT.service(),
        DEFAULT.srmAlpha(),
        DEFAULT.srmConcentration(),
        DEFAULT.modes());
  }

  static GateSettings of(Cap cap, Errors errors, Latency latency, Quality quality, Modes modes) {
    return new GateSettings(
        DEFAULT.alphaRollback(),
        DEFAULT.alphaPromote(),
        cap,
        errors,
        latency,
        quality,
        DEFAULT.abandoned(),
        DEFAULT.service(),
        DEFAULT.srmAlpha(),
        DEFAULT.srmConcentration(),
        modes);
  }
}
