package dev.serin.gate;

import dev.serin.gate.Trial.Phase;
import dev.serin.stats.BoundedBets;
import dev.serin.stats.LogMean;
import java.util.Optional;

/**
 * Bets on the difference of the losses of two answers to the same call, one of stable and one of
 * the canary in a shadow. What made the call hard is the same for both, so that few labels tell
 * much. Confined to one thread.
 */
final class PairedLosses {
  private final BoundedBets harmBets;
  private final BoundedBets okBets;
  private final PerStep pairs;
  private final PerStep harm;
  private final PerStep ok;

  private PairedLosses(Evidence evidence, GateSettings.Quality settings) {
    harmBets = BoundedBets.above(settings.harmMargin());
    okBets = BoundedBets.below(settings.okMargin());
    pairs = evidence.numbers(Series.PAIRS);
    harm = evidence.numbers(Series.PAIRS_HARM);
    ok = evidence.numbers(Series.PAIRS_OK);
  }

  /** Those of a trial that began with a shadow; empty for any other. */
  static Optional<PairedLosses> of(Evidence evidence, GateSettings settings) {
    return PhaseMarks.start(evidence, Phase.SHADOW)
        .map(start -> new PairedLosses(evidence, settings.quality()));
  }

  void add(ShadowLabel label) {
    double difference = label.difference();
    var row = pairs.at(ShadowGates.STEP);
    row[0]++;
    row[1] += label.stableLoss();
    row[2] += label.canaryLoss();
    row[3] += difference * difference;
    harmBets.add(harm.at(ShadowGates.STEP), difference);
    okBets.add(ok.at(ShadowGates.STEP), difference);
  }

  /** The sums of {@link Series#PAIRS}. */
  double[] sums() {
    return pairs.total();
  }

  double harmLogE() {
    return LogMean.of(harm.total());
  }

  double okLogE() {
    return LogMean.of(ok.total());
  }
}
