package dev.serin.codec;

import static dev.serin.codec.Fields.decimal;
import static dev.serin.codec.Fields.duration;
import static dev.serin.codec.Fields.optional;

import dev.serin.gate.GateSettings;
import dev.serin.gate.GateSettings.Abandoned;
import dev.serin.gate.GateSettings.Cap;
import dev.serin.gate.GateSettings.Errors;
import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Modes;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Service;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.state.v1.GateSettings.RelativeList;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Converts terms. The constants are the values of fields missing in format 1; they never change.
 */
final class TermsCodec {
  private static final double ALPHA_ROLLBACK = 0.01;
  private static final double ALPHA_PROMOTE = 0.05;
  private static final int CAP = 5;
  private static final Duration CAP_WINDOW = Duration.ofMinutes(10);
  private static final BigDecimal ERRORS_WEIGHT = new BigDecimal("0.4");
  private static final double ODDS_RATIO = 1;
  private static final double ERRORS_SLO = 0.2;
  private static final double ABS_FLOOR = 0.001;
  private static final double OK_ODDS_RATIO = 2;
  private static final double OK_ABS = 0.01;
  private static final BigDecimal LATENCY_WEIGHT = new BigDecimal("0.3");
  private static final List<Relative> RELATIVE = List.of(
      new Relative(new BigDecimal("0.95"), 1.2, new BigDecimal("0.5")),
      new Relative(new BigDecimal("0.99"), 1.5, new BigDecimal("0.2")));
  private static final Duration FLOOR = Duration.ofMillis(5);
  private static final BigDecimal QUALITY_WEIGHT = new BigDecimal("0.3");
  private static final double OK_MARGIN = 0.02;
  /** Outside the budget: releases that did not judge abandoned calls gave them no share of it. */
  private static final BigDecimal ABANDONED_WEIGHT = BigDecimal.ZERO;

  private static final double ABANDONED_ODDS_RATIO = 1.5;
  private static final double ABANDONED_FLOOR = 0.005;
  private static final double ABANDONED_OK_ODDS_RATIO = 3;
  private static final Duration LABEL_HORIZON = Duration.ofMinutes(30);
  private static final Duration COHORT = Duration.ofMinutes(5);
  private static final Duration LABEL_TIMEOUT = Duration.ofHours(2);
  private static final double SLOWDOWN_RATIO = 1.3;
  private static final double SRM_ALPHA = 0.001;
  private static final double SRM_CONCENTRATION = 1000;

  private TermsCodec() {}

  static dev.serin.state.v1.Terms encode(Terms terms) {
    return dev.serin.state.v1.Terms.newBuilder()
        .setGates(encode(terms.gates()))
        .setBinary(terms.losses() == LossScale.BINARY)
        .setQuality(terms.quality())
        .build();
  }

  static Terms decode(dev.serin.state.v1.Terms message) {
    var losses = message.getBinary() ? LossScale.BINARY : LossScale.BOUNDED;
    return new Terms(decode(message.getGates()), losses, message.getQuality());
  }

  private static dev.serin.state.v1.GateSettings encode(GateSettings gates) {
    var message = dev.serin.state.v1.GateSettings.newBuilder()
        .setAlphaRollback(gates.alphaRollback())
        .setAlphaPromote(gates.alphaPromote())
        .setCapObservations(gates.cap().observations())
        .setCapWindow(duration(gates.cap().window()))
        .setErrors(encode(gates.errors()))
        .setLatency(encode(gates.latency()))
        .setQuality(encode(gates.quality()))
        .setService(encode(gates.service()))
        .setSrmAlpha(gates.srmAlpha())
        .setSrmConcentration(gates.srmConcentration())
        .setModes(encode(gates.modes()));
    gates.abandoned().map(TermsCodec::encode).ifPresent(message::setAbandoned);
    return message.build();
  }

  private static GateSettings decode(dev.serin.state.v1.GateSettings message) {
    return new GateSettings(
        message.hasAlphaRollback() ? message.getAlphaRollback() : ALPHA_ROLLBACK,
        message.hasAlphaPromote() ? message.getAlphaPromote() : ALPHA_PROMOTE,
        new Cap(
            message.hasCapObservations() ? message.getCapObservations() : CAP,
            duration(message.hasCapWindow(), message.getCapWindow(), CAP_WINDOW)),
        decode(message.getErrors()),
        decode(message.getLatency()),
        decode(message.getQuality()),
        Optional.of(decode(message.getAbandoned())),
        decode(message.getService()),
        message.hasSrmAlpha() ? message.getSrmAlpha() : SRM_ALPHA,
        message.hasSrmConcentration() ? message.getSrmConcentration() : SRM_CONCENTRATION,
        decode(message.getModes()));
  }

  private static dev.serin.state.v1.GateSettings.Errors encode(Errors errors) {
    return dev.serin.state.v1.GateSettings.Errors.newBuilder()
        .setWeight(errors.weight().toString())
        .setOddsRatio(errors.oddsRatio())
        .setSlo(errors.slo())
        .setAbsFloor(errors.absFloor())
        .setOkOddsRatio(errors.okOddsRatio())
        .setOkAbs(errors.okAbs())
        .build();
  }

  private static Errors decode(dev.serin.state.v1.GateSettings.Errors message) {
    return new Errors(
        message.hasWeight() ? decimal(message.getWeight()) : ERRORS_WEIGHT,
        message.hasOddsRatio() ? message.getOddsRatio() : ODDS_RATIO,
        message.hasSlo() ? message.getSlo() : ERRORS_SLO,
        message.hasAbsFloor() ? message.getAbsFloor() : ABS_FLOOR,
        message.hasOkOddsRatio() ? message.getOkOddsRatio() : OK_ODDS_RATIO,
        message.hasOkAbs() ? message.getOkAbs() : OK_ABS);
  }

  private static dev.serin.state.v1.GateSettings.Latency encode(Latency latency) {
    var message = dev.serin.state.v1.GateSettings.Latency.newBuilder()
        .setWeight(latency.weight().toString())
        .setRelative(RelativeList.newBuilder()
            .addAllEach(latency.relative().stream().map(TermsCodec::encode).toList()))
        .setFloor(duration(latency.floor()));
    latency.slo().map(TermsCodec::encode).ifPresent(message::setSlo);
    return message.build();
  }

  private static Latency decode(dev.serin.state.v1.GateSettings.Latency message) {
    return new Latency(
        message.hasWeight() ? decimal(message.getWeight()) : LATENCY_WEIGHT,
        message.hasRelative()
            ? message.getRelative().getEachList().stream()
                .map(TermsCodec::decode)
                .toList()
            : RELATIVE,
        duration(message.hasFloor(), message.getFloor(), FLOOR),
        optional(message.hasSlo(), () -> decode(message.getSlo())));
  }

  private static dev.serin.state.v1.GateSettings.Relative encode(Relative relative) {
    return dev.serin.state.v1.GateSettings.Relative.newBuilder()
        .setQ(relative.q().toString())
        .setMaxRatio(relative.maxRatio())
        .setShare(relative.share().toString())
        .build();
  }

  private static Relative decode(dev.serin.state.v1.GateSettings.Relative message) {
    return new Relative(
        decimal(message.getQ()), message.getMaxRatio(), decimal(message.getShare()));
  }

  private static dev.serin.state.v1.GateSettings.Slo encode(Slo slo) {
    return dev.serin.state.v1.GateSettings.Slo.newBuilder()
        .setQ(slo.q().toString())
        .setLimit(duration(slo.limit()))
        .setShare(slo.share().toString())
        .build();
  }

  private static Slo decode(dev.serin.state.v1.GateSettings.Slo message) {
    return new Slo(
        decimal(message.getQ()), duration(message.getLimit()), decimal(message.getShare()));
  }

  private static dev.serin.state.v1.GateSettings.Quality encode(Quality quality) {
    return dev.serin.state.v1.GateSettings.Quality.newBuilder()
        .setWeight(quality.weight().toString())
        .setHarmMargin(quality.harmMargin())
        .setOkMargin(quality.okMargin())
        .setRequired(quality.required())
        .setLabelHorizon(duration(quality.labelHorizon()))
        .setCohort(duration(quality.cohort()))
        .setLabelTimeout(duration(quality.labelTimeout()))
        .setStrict(quality.strict())
        .build();
  }

  private static Quality decode(dev.serin.state.v1.GateSettings.Quality message) {
    return new Quality(
        message.hasWeight() ? decimal(message.getWeight()) : QUALITY_WEIGHT,
        message.getHarmMargin(),
        message.hasOkMargin() ? message.getOkMargin() : OK_MARGIN,
        !message.hasRequired() || message.getRequired(),
        duration(message.hasLabelHorizon(), message.getLabelHorizon(), LABEL_HORIZON),
        duration(message.hasCohort(), message.getCohort(), COHORT),
        duration(message.hasLabelTimeout(), message.getLabelTimeout(), LABEL_TIMEOUT),
        message.getStrict());
  }

  private static dev.serin.state.v1.GateSettings.Abandoned encode(Abandoned abandoned) {
    return dev.serin.state.v1.GateSettings.Abandoned.newBuilder()
        .setWeight(abandoned.weight().toString())
        .setOddsRatio(abandoned.oddsRatio())
        .setAbsFloor(abandoned.absFloor())
        .setOkOddsRatio(abandoned.okOddsRatio())
        .setOkAbs(abandoned.okAbs())
        .build();
  }

  private static Abandoned decode(dev.serin.state.v1.GateSettings.Abandoned message) {
    return new Abandoned(
        message.hasWeight() ? decimal(message.getWeight()) : ABANDONED_WEIGHT,
        message.hasOddsRatio() ? message.getOddsRatio() : ABANDONED_ODDS_RATIO,
        message.hasAbsFloor() ? message.getAbsFloor() : ABANDONED_FLOOR,
        message.hasOkOddsRatio() ? message.getOkOddsRatio() : ABANDONED_OK_ODDS_RATIO,
        message.hasOkAbs() ? message.getOkAbs() : OK_ABS);
  }

  private static dev.serin.state.v1.GateSettings.Service encode(Service service) {
    var message = dev.serin.state.v1.GateSettings.Service.newBuilder()
        .setStableSlowdownRatio(service.stableSlowdownRatio());
    service.slo().map(TermsCodec::encode).ifPresent(message::setSlo);
    return message.build();
  }

  private static Service decode(dev.serin.state.v1.GateSettings.Service message) {
    return new Service(
        optional(message.hasSlo(), () -> decode(message.getSlo())),
        message.hasStableSlowdownRatio() ? message.getStableSlowdownRatio() : SLOWDOWN_RATIO);
  }

  private static dev.serin.state.v1.GateSettings.Modes encode(Modes modes) {
    return dev.serin.state.v1.GateSettings.Modes.newBuilder()
        .setErrors(encode(modes.errors()))
        .setLatency(encode(modes.latency()))
        .setQuality(encode(modes.quality()))
        .setAbandoned(encode(modes.abandoned()))
        .setService(encode(modes.service()))
        .build();
  }

  private static Modes decode(dev.serin.state.v1.GateSettings.Modes message) {
    return new Modes(
        decode(message.getErrors(), Mode.ENFORCE),
        decode(message.getLatency(), Mode.ENFORCE),
        decode(message.getQuality(), Mode.ENFORCE),
        decode(message.getAbandoned(), Mode.ENFORCE),
        decode(message.getService(), Mode.SIGNAL));
  }

  private static dev.serin.state.v1.GateSettings.Mode encode(Mode mode) {
    return switch (mode) {
      case ENFORCE -> dev.serin.state.v1.GateSettings.Mode.ENFORCE;
      case SIGNAL -> dev.serin.state.v1.GateSettings.Mode.SIGNAL;
      case DRY_RUN -> dev.serin.state.v1.GateSettings.Mode.DRY_RUN;
    };
  }

  private static Mode decode(dev.serin.state.v1.GateSettings.Mode mode, Mode missing) {
    return switch (mode) {
      case ENFORCE -> Mode.ENFORCE;
      case SIGNAL -> Mode.SIGNAL;
      case DRY_RUN -> Mode.DRY_RUN;
      case MODE_UNSPECIFIED -> missing;
      case UNRECOGNIZED -> throw Fields.missing("mode");
    };
  }
}
