package dev.serin.gate;

import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.Gates.Answer;
import dev.serin.model.Role;
import dev.serin.stats.BinomialBets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/** Reads the verdict on how often something happens to calls of the canary. */
final class FrequencyAnswer {
  private final Evidence evidence;
  private final Frequency frequency;
  private final PerStep counted;

  FrequencyAnswer(Evidence evidence, Frequency frequency) {
    this.evidence = evidence;
    this.frequency = frequency;
    this.counted = frequency.counted(evidence);
  }

  /** The numbers of the gate. */
  Findings findings(GateId gate, Unit unit, double alphaPromote, List<String> remarks) {
    var tally = counted.total();
    return new Findings(
        gate,
        Math.min(oddsLogE(), floorLogE()),
        -Math.log(frequency.alpha()),
        OptionalDouble.of(okLogE()),
        -Math.log(alphaPromote),
        unit,
        Tally.rate(tally, Role.STABLE),
        Tally.rate(tally, Role.CANARY),
        Optional.empty(),
        remarks);
  }

  /** What the numbers mean: harm of this cause, or what is missing for a proof. */
  Answer answer(Findings found, Mode mode, HarmCause cause, long millis) {
    var since = harmSince();
    return since.isEmpty()
        ? Answer.of(found, mode, needs(found, millis))
        : Answer.harm(
            found, Answer.consequence(mode), since.getAsLong(), cause, frequency.absFloor());
  }

  /** When it was found to be more than stable's and than the floor; empty if it was not. */
  private OptionalLong harmSince() {
    return evidence.alarmed(frequency.alarm()) && evidence.alarmed(frequency.floor())
        ? OptionalLong.of(Math.max(
            evidence.alarmedMillis(frequency.alarm()), evidence.alarmedMillis(frequency.floor())))
        : OptionalLong.empty();
  }

  /** What the quicker one of the two proofs needs. */
  private List<Need> needs(Findings found, long millis) {
    var step = evidence.step();
    if (step.isEmpty()) {
      return List.of();
    }
    var tally = counted.total();
    double seen = tally[Tally.CANARY];
    if (seen == 0) {
      return List.of(new Need("calls of the canary", Optional.empty()));
    }
    double needed = found.okLogThreshold();
    var planned = DoubleStream.concat(
            Needs.belowLimit(seen, tally[Tally.CANARY + 1], frequency.okAbs(), needed).stream(),
            Needs.belowOdds(tally, frequency.okOddsRatio(), needed).stream())
        .min();
    return List.of(Needs.more(
        "calls of the canary",
        planned,
        seen,
        counted.at(step.get().number())[Tally.CANARY],
        millis - step.get().startMillis()));
  }

  private double oddsLogE() {
    var odds = OddsWealth.harm(evidence, frequency.alarm(), frequency.oddsRatio());
    return latched(frequency.alarm(), odds.logE());
  }

  private double floorLogE() {
    var bets = BinomialBets.above(frequency.absFloor());
    return latched(frequency.floor(), Composite.of(counted, Tally.CANARY, bets).logE());
  }

  private double okLogE() {
    var bets = BinomialBets.below(frequency.okAbs());
    return Composite.mean(
        OddsWealth.ok(evidence, frequency.alarm(), frequency.okOddsRatio()).logE(),
        Composite.of(counted, Tally.CANARY, bets).logE());
  }

  /** An alarm stays, whatever E does afterwards. */
  private double latched(Alarm alarm, double logE) {
    return evidence.alarmed(alarm) ? Math.max(logE, -Math.log(frequency.alpha())) : logE;
  }
}
