package dev.serin.gate;

import dev.serin.model.Role;
import dev.serin.stats.BoundedBets;
import java.util.Optional;

/** Compares the losses of the two roles, cell by cell. Confined to one thread. */
final class QualityGate {
  private final Evidence evidence;
  private final PerStep losses;
  private final BoundedBets harmBets;
  private final BoundedBets okBets;
  private final PerStep harm;
  private final Composite harmE;
  private final PerStep ok;
  /** Takes the place of bounded bets where losses are 0 or 1 and there is no margin. */
  private final Optional<OddsWealth> odds;

  /** Shares the evidence where the trial began with a shadow: each counts half. */
  private final Optional<PairedLosses> pairs;

  private final double logThreshold;

  QualityGate(Evidence evidence, GateSettings settings, LossScale scale) {
    this.evidence = evidence;
    var quality = settings.quality();
    losses = evidence.numbers(Series.LOSSES);
    harmBets = BoundedBets.above(quality.harmMargin());
    okBets = BoundedBets.below(quality.okMargin());
    harm = evidence.numbers(Series.QUALITY_HARM);
    harmE = Composite.of(harm);
    ok = evidence.numbers(Series.QUALITY_OK);
    odds = odds(evidence, settings, scale);
    pairs = PairedLosses.of(evidence, settings);
    logThreshold = -Math.log(Alphas.quality(settings));
  }

  /** Adds a label to a cell that is open. */
  void add(Cohort cohort, int bucket, Role role, double loss) {
    var sums = losses.at(cohort.step);
    int place = role == Role.CANARY ? 0 : Series.LOSSES.width() / 2;
    sums[place]++;
    sums[place + 1] += loss;
    sums[place + 2] += loss * loss;
    if (odds.isPresent()) {
      cohort.tally(bucket, role, loss > 0);
    }
    double difference = cohort.block(bucket, role, loss);
    if (!Double.isNaN(difference)) {
      var forOk = cohort.ok(bucket);
      okBets.add(forOk, difference);
      cohort.ok(bucket, forOk);
      if (odds.isEmpty()) {
        var forHarm = cohort.harm(bucket);
        harmBets.add(forHarm, difference);
        cohort.harm(bucket, forHarm);
      }
    }
  }

  /** Takes the evidence of a cell that closes. */
  void close(Cohort cohort, int bucket, long millis) {
    PerStep.add(ok.at(cohort.step), cohort.ok(bucket));
    if (odds.isPresent()) {
      odds.get().add(cohort.step, cohort.first, cohort.tally(bucket), /* together= */ 1);
    } else {
      PerStep.add(harm.at(cohort.step), cohort.harm(bucket));
      harmE.changed(cohort.step);
    }
    check(millis);
  }

  /** Adds a label of the shadow. */
  void pair(ShadowLabel label) {
    if (pairs.isPresent()) {
      pairs.get().add(label);
      check(label.timeMillis());
    }
  }

  private void check(long millis) {
    double own = odds.map(OddsWealth::logE).orElseGet(harmE::logE);
    double logE = pairs.map(pair -> Composite.mean(own, pair.harmLogE())).orElse(own);
    if (logE >= logThreshold) {
      evidence.alarm(Alarm.QUALITY, millis);
    }
  }

  static double harmLogE(Evidence evidence, GateSettings settings, LossScale scale) {
    return odds(evidence, settings, scale)
        .map(OddsWealth::logE)
        .orElseGet(() -> Composite.of(evidence.numbers(Series.QUALITY_HARM)).logE());
  }

  static double okLogE(Evidence evidence) {
    return Composite.of(evidence.numbers(Series.QUALITY_OK)).logE();
  }

  private static Optional<OddsWealth> odds(
      Evidence evidence, GateSettings settings, LossScale scale) {
    return scale == LossScale.BINARY && settings.quality().harmMargin() == 0
        ? Optional.of(OddsWealth.harm(evidence, Alarm.QUALITY, 1))
        : Optional.empty();
  }
}
