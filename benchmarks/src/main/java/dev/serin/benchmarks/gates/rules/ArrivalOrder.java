package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Label;
import dev.serin.gate.Step;

/**
 * Compares labels in the order in which they arrive, 50 at a time: the obvious way, and wrong
 * wherever the delay of a label has to do with the outcome.
 */
public final class ArrivalOrder implements Rule {
  private static final int STRATUM = 50;

  private final boolean fromBefore;
  private final PlainOdds.Counts stratum = new PlainOdds.Counts();
  private final PlainOdds odds = new PlainOdds();

  /**
   * Begins to compare.
   *
   * @param fromBefore whether labels count whose prediction is from before the rollout
   */
  public ArrivalOrder(boolean fromBefore) {
    this.fromBefore = fromBefore;
  }

  @Override
  public void begin(Step step) {
    odds.close(stratum);
  }

  @Override
  public void label(int step, Label label) {
    if (step == 0 && !fromBefore) {
      return;
    }
    stratum.add(label.canary(), label.loss() > 0);
    if (stratum.size() == STRATUM) {
      odds.close(stratum);
    }
  }

  @Override
  public boolean stops() {
    return odds.alarmed();
  }
}
