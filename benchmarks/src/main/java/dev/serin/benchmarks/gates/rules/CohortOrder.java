package dev.serin.benchmarks.gates.rules;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.Label;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Compares labels of predictions that were made at the same time, by cohorts of 5 minutes: either
 * when all labels up to an age are there, or those of each age by themselves.
 */
public final class CohortOrder implements Rule {
  private static final long COHORT_MILLIS = 300_000;

  private final long[] ageEnds;
  private final PlainOdds odds = new PlainOdds();
  private final Map<Cell, PlainOdds.Counts> open = new HashMap<>();
  private final PriorityQueue<Cell> order =
      new PriorityQueue<>(Comparator.comparingLong(Cell::endMillis));

  private CohortOrder(long... ageEnds) {
    this.ageEnds = ageEnds;
  }

  /** Labels up to this age, all together. */
  public static CohortOrder matured(long millis) {
    return new CohortOrder(millis);
  }

  /** Labels of each age by themselves, up to the age at which these end. */
  public static CohortOrder byAge(long... endsMillis) {
    return new CohortOrder(endsMillis);
  }

  @Override
  public void label(int step, Label label) {
    tick(label.arrivalMillis() - 1);
    long age = label.arrivalMillis() - label.predictionMillis();
    if (step == 0 || age > ageEnds[ageEnds.length - 1]) {
      return;
    }
    int bucket = 0;
    while (age > ageEnds[bucket]) {
      bucket++;
    }
    long cohort = Math.floorDiv(label.predictionMillis(), COHORT_MILLIS);
    var cell = new Cell(step, cohort, (cohort + 1) * COHORT_MILLIS + ageEnds[bucket]);
    open.computeIfAbsent(cell, this::open).add(label.canary(), label.loss() > 0);
  }

  /** Closes the cells for which no label can come any more. */
  @Override
  public void tick(long millis) {
    while (!order.isEmpty() && order.element().endMillis <= millis) {
      var cell = order.remove();
      odds.close(requireNonNull(open.remove(cell)));
    }
  }

  @Override
  public boolean stops() {
    return odds.alarmed();
  }

  private PlainOdds.Counts open(Cell cell) {
    order.add(cell);
    return new PlainOdds.Counts();
  }

  /** Labels of one age about predictions of one cohort. */
  private record Cell(int step, long cohort, long endMillis) {}
}
