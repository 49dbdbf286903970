package dev.serin.gate;

import dev.serin.gate.GateId.Kind;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.Gates.Answer;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import dev.serin.gate.Verdict.Ok;
import dev.serin.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Reads the verdicts on quality, and on whether labels and users can be compared at all. */
final class LabelAnswers {
  /** More labels than this that come too late are more than a detail. */
  private static final double LATE = 0.1;

  private static final double HORIZON_QUANTILE = 0.9;

  private final GateSettings settings;
  private final LossScale scale;
  private final Evidence evidence;
  private final long millis;
  private final PerStep losses;
  private final Optional<PairedLosses> pairs;

  LabelAnswers(GateSettings settings, LossScale scale, Evidence evidence, long millis) {
    this.settings = settings;
    this.scale = scale;
    this.evidence = evidence;
    this.millis = millis;
    this.losses = evidence.numbers(Series.LOSSES);
    this.pairs = PairedLosses.of(evidence, settings);
  }

  List<Answer> answers() {
    return List.of(quality(), coverage(), sampleRatio());
  }

  private Answer quality() {
    var tooShort = horizonTooShort();
    var sums = losses.total();
    int stable = Series.LOSSES.width() / 2;
    var found = findings(
        tooShort.isPresent(),
        new Unit.Loss(settings.quality().labelHorizon()),
        Rate.of(sums[stable], sums[stable + 1]),
        Rate.of(sums[0], sums[1]),
        Stream.concat(tooShort.stream(), shadow().stream()).toList());
    return quality(found, needs(found, tooShort));
  }

  /** What the labels of the shadow say, while there are no others. */
  Answer paired() {
    var sums = pairs.map(PairedLosses::sums).orElseGet(() -> new double[Series.PAIRS.width()]);
    var found = findings(
        false,
        new Unit.PairedLoss(),
        Rate.of(sums[0], sums[1]),
        Rate.of(sums[0], sums[2]),
        List.of());
    return quality(found, List.of());
  }

  private Answer quality(Findings found, List<Need> needs) {
    var mode = settings.modes().quality();
    double margin = settings.quality().harmMargin();
    if (evidence.alarmed(Alarm.MISMATCH) && !evidence.alarmed(Alarm.QUALITY)) {
      return mismatch(found, mode);
    }
    if (evidence.alarmed(Alarm.QUALITY)) {
      return Answer.harm(
          found,
          Answer.consequence(mode),
          evidence.alarmedMillis(Alarm.QUALITY),
          HarmCause.WORSE,
          margin);
    }
    return Answer.of(found, mode, needs);
  }

  private Answer mismatch(Findings found, Mode mode) {
    var harm = new Harm(
        found,
        mode == Mode.DRY_RUN ? Consequence.NONE : Consequence.PAUSE,
        evidence.alarmedMillis(Alarm.MISMATCH),
        MismatchGate.found(evidence).orElse(HarmCause.LABELS_OUTSIDE));
    boolean unproved = mode == Mode.ENFORCE && found.okLogE().isPresent() && !found.proved();
    return new Answer(harm, /* near= */ false, unproved);
  }

  private Findings findings(
      boolean tooShort, Unit unit, Rate stable, Rate canary, List<String> remarks) {
    double harm = QualityGate.harmLogE(evidence, settings, scale);
    double ok = QualityGate.okLogE(evidence);
    double proof = pairs.map(pair -> Composite.mean(ok, pair.okLogE())).orElse(ok);
    return new Findings(
        GateId.of(Kind.QUALITY),
        pairs.map(pair -> Composite.mean(harm, pair.harmLogE())).orElse(harm),
        -Math.log(Alphas.quality(settings)),
        // Labels that come too late could say anything: no proof then.
        settings.quality().required()
            ? OptionalDouble.of(tooShort ? Math.min(proof, 0) : proof)
            : OptionalDouble.empty(),
        -Math.log(settings.alphaPromote()),
        unit,
        stable,
        canary,
        Optional.of(labels()),
        remarks);
  }

  /** The remark on what the shadow adds, if there were labels in it. */
  private Optional<String> shadow() {
    return pairs
        .map(PairedLosses::sums)
        .filter(sums -> sums[0] > 0)
        .map(sums -> String.format(
            Locale.ROOT,
            "half of the evidence is the shadow's: %+.4f on the mean of %.0f labels",
            (sums[2] - sums[1]) / sums[0],
            sums[0]));
  }

  private List<Need> needs(Findings found, Optional<String> tooShort) {
    var step = evidence.step();
    if (step.isEmpty() || found.okLogE().isEmpty()) {
      return List.of();
    }
    if (tooShort.isPresent()) {
      return List.of(new Need("a longer labelHorizon", Optional.empty()));
    }
    if (found.canary().observations() == 0 || found.stable().observations() == 0) {
      return List.of(new Need("labels of both versions", Optional.empty()));
    }
    double seen = found.canary().observations();
    double difference = found.canary().mean() - found.stable().mean();
    var planned = Needs.belowMargin(
        difference, settings.quality().okMargin(), variance(), found.okLogThreshold());
    var more = Needs.more(
        "labels of the canary",
        planned,
        seen,
        losses.at(step.get().number())[0],
        millis - step.get().startMillis());
    return Stream.concat(Stream.of(more), firstComparison(step.get()).stream()).toList();
  }

  /** When the first labels of the first step are compared, as long as none are. */
  private Optional<Need> firstComparison(Step step) {
    var quality = settings.quality();
    long after = quality.cohort().toMillis() + new Ages(quality).closes(0);
    return step.number() > 1 || millis >= step.startMillis() + after
        ? Optional.empty()
        : Optional.of(new Need(
            "the first comparison of labels, " + Span.text(Duration.ofMillis(after))
                + " after the step began",
            Optional.empty()));
  }

  /** The variance of a canary's loss, and its part of stable's beside it. */
  private double variance() {
    var sums = losses.total();
    int stable = Series.LOSSES.width() / 2;
    return variance(sums, 0) + variance(sums, stable) * Math.min(1, sums[0] / sums[stable]);
  }

  private static double variance(double[] sums, int place) {
    double mean = sums[place + 1] / sums[place];
    return Math.max(0, sums[place + 2] / sums[place] - mean * mean);
  }

  /** The remark that too many labels come too late, if they do. */
  private Optional<String> horizonTooShort() {
    var labels = evidence.numbers(Series.LABELS).total();
    boolean tooShort = false;
    for (int role = 0; role < 2; role++) {
      tooShort |= labels[2 + role] > LATE * (labels[role] + labels[2 + role]);
    }
    if (!tooShort) {
      return Optional.empty();
    }
    var needed =
        Delays.quantile(LabelGates.delays(evidence, Role.CANARY).total(), HORIZON_QUANTILE);
    var neededStable =
        Delays.quantile(LabelGates.delays(evidence, Role.STABLE).total(), HORIZON_QUANTILE);
    long minutes = Math.max(needed.toSeconds(), neededStable.toSeconds()) / 60 + 1;
    return Optional.of("HORIZON_TOO_SHORT: more than a tenth of the labels come after "
        + Span.text(settings.quality().labelHorizon()) + " (expected: a labelHorizon of "
        + minutes + "m)");
  }

  private Findings.Labels labels() {
    return new Findings.Labels(labels(Role.STABLE), labels(Role.CANARY));
  }

  private LabelNumbers labels(Role of) {
    int role = Tally.index(of);
    var labels = evidence.numbers(Series.LABELS).total();
    var matured = evidence.numbers(Series.MATURED).total();
    return new LabelNumbers(
        (long) labels[role], (long) labels[2 + role], (long) matured[role], (long)
            matured[2 + role]);
  }

  private Answer coverage() {
    var cells = evidence.numbers(Series.COVERAGE).total();
    var found = new Findings(
        GateId.of(Kind.COVERAGE),
        CoverageGate.logE(evidence),
        -Math.log(Alphas.PAUSE),
        OptionalDouble.empty(),
        0,
        new Unit.Labelled(),
        Tally.rate(cells, Role.STABLE),
        Tally.rate(cells, Role.CANARY),
        Optional.of(labels()),
        List.of());
    return pausing(found, Alarm.COVERAGE, HarmCause.LABELS_DIFFER);
  }

  private Answer sampleRatio() {
    var users = evidence.numbers(Series.USERS).total();
    var found = new Findings(
        GateId.of(Kind.SRM),
        evidence.numbers(Series.SRM).total()[0],
        -Math.log(settings.srmAlpha()),
        OptionalDouble.empty(),
        0,
        new Unit.Users(),
        Rate.of(users[0] + users[1], users[1]),
        Rate.of(users[0] + users[1], users[0]),
        Optional.empty(),
        List.of());
    if (evidence.alarmed(Alarm.MISPLACED)) {
      // Certain, whatever E is.
      var harm = new Harm(
          found,
          Consequence.PAUSE,
          evidence.alarmedMillis(Alarm.MISPLACED),
          HarmCause.USER_MISPLACED);
      return new Answer(harm, /* near= */ false, /* unproved= */ false);
    }
    return pausing(found, Alarm.SRM, HarmCause.USERS_DIFFER);
  }

  private Answer pausing(Findings found, Alarm alarm, HarmCause cause) {
    return evidence.alarmed(alarm)
        ? Answer.harm(found, Consequence.PAUSE, evidence.alarmedMillis(alarm), cause, 0)
        : new Answer(new Ok(found), false, false);
  }
}
