package dev.serin.gate;

import dev.serin.gate.Label.Fit;
import dev.serin.gate.Trial.Phase;
import dev.serin.model.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The gates that need labels: their coverage, and quality. Confined to one thread.
 *
 * <p>Labels are compared only within a cell: predictions of one cohort, labels of one age. So a
 * label that comes early for good reasons, such as a bad outcome that shows at once, never meets
 * one that comes late.
 */
final class LabelGates {
  private record Cell(Cohort cohort, int bucket, long endMillis) {}

  private record Key(int step, long index) {}

  private final Evidence evidence;
  private final GateSettings settings;
  private final Ages ages;
  private final LabelWindows windows;
  /** By the arrival of the label: when the call came is not known. */
  private final LabelWindows pairWindows;

  private final CoverageGate coverage;
  private final QualityGate quality;
  private final MismatchGate mismatch;
  private final PerStep labels;
  private final PerStep matured;
  private final PerStep seen;
  private final PerStep canaryDelays;
  private final PerStep stableDelays;
  private final Map<Key, Cohort> cohorts = new HashMap<>();
  private final PriorityQueue<Cell> cells =
      new PriorityQueue<>(Comparator.comparingLong(Cell::endMillis)
          .thenComparing(cell -> cell.cohort().endMillis)
          .thenComparing(cell -> cell.cohort().step)
          .thenComparing(Cell::bucket));
  /** Cells that ended up to then have closed. */
  private long closedMillis;
  /** Cohorts that began before count for nothing. */
  private long sinceMillis;

  LabelGates(Evidence evidence, GateSettings settings, LossScale losses) {
    this.evidence = evidence;
    this.settings = settings;
    ages = new Ages(settings.quality());
    windows = new LabelWindows(settings.cap());
    pairWindows = new LabelWindows(settings.cap());
    coverage = new CoverageGate(evidence);
    quality = new QualityGate(evidence, settings, losses);
    mismatch = new MismatchGate(evidence, settings.cap());
    labels = evidence.numbers(Series.LABELS);
    matured = evidence.numbers(Series.MATURED);
    seen = evidence.numbers(Series.COHORTS_SEEN);
    canaryDelays = delays(evidence, Role.CANARY);
    stableDelays = delays(evidence, Role.STABLE);
    closedMillis = evidence.marked(Mark.CELLS_CLOSED).orElse(Long.MIN_VALUE);
    sinceMillis = evidence.marked(Mark.COHORTS_SINCE).orElse(Long.MIN_VALUE);
    resume();
  }

  static PerStep delays(Evidence evidence, Role role) {
    return evidence.numbers(Series.delays(role));
  }

  /** Counts a prediction that labels are expected for. */
  void predicted(Step step, long millis, Role role) {
    cohort(step, millis).ifPresent(cohort -> cohort.covered(role));
  }

  /** Adds a label about a prediction of a step. */
  void label(Step step, Label label) {
    if (label.fit() == Fit.LABEL_OUTSIDE) {
      mismatch.add(step, label);
      return;
    }
    count(step, label);
    if (label.fit() == Fit.PREDICTION_OUTSIDE) {
      mismatch.add(step, label);
    }
  }

  private void count(Step step, Label label) {
    long age = label.arrivalMillis() - label.predictionMillis();
    Delays.count((label.canary() ? canaryDelays : stableDelays).at(step.number()), age);
    int bucket = ages.bucket(age);
    int role = Tally.index(label.role());
    if (bucket == ages.count()) {
      labels.at(step.number())[2 + role]++;
      return;
    }
    labels.at(step.number())[role]++;
    evidence.mark(Mark.LAST_LABEL, label.arrivalMillis());
    cohort(step, label.predictionMillis())
        .filter(cohort -> cohort.endMillis + ages.closes(bucket) > closedMillis)
        .ifPresent(cohort -> compare(cohort, bucket, step, label));
  }

  /** Adds a label about both answers to a call of the shadow. */
  void pair(ShadowLabel label) {
    var start = PhaseMarks.start(evidence, Phase.SHADOW);
    if (start.isEmpty() || evidence.alarmed(Alarm.COVERAGE)) {
      return;
    }
    PhaseMarks.labelled(evidence, Phase.SHADOW, label.timeMillis());
    pairWindows.forget(label.timeMillis());
    if (pairWindows.admits(start.get(), label.timeMillis(), label.user())) {
      quality.pair(label);
    }
  }

  private void compare(Cohort cohort, int bucket, Step step, Label label) {
    if (label.covered()) {
      cohort.labelled(bucket, label.role());
    }
    if (comparable() && windows.admits(step, label.predictionMillis(), label.user())) {
      quality.add(cohort, bucket, label.role(), label.loss());
    }
  }

  /** Whether the labels of the two roles can be compared. */
  private boolean comparable() {
    return !evidence.alarmed(Alarm.COVERAGE) && !evidence.alarmed(Alarm.MISMATCH);
  }

  /** Drops the cohorts that began before this time, and what is still to come of them. */
  void restart(long millis) {
    sinceMillis = millis;
    evidence.mark(Mark.COHORTS_SINCE, millis);
    cells.removeIf(cell -> startMillis(cell.cohort()) < millis);
    cohorts.values().removeIf(cohort -> {
      boolean dropped = startMillis(cohort) < millis;
      if (dropped) {
        evidence.cohortEnded(cohort.name);
      }
      return dropped;
    });
  }

  private long startMillis(Cohort cohort) {
    return cohort.endMillis - settings.quality().cohort().toMillis();
  }

  /** Closes the cells that ended at or before this time: coverage before quality. */
  void advance(long millis) {
    while (!cells.isEmpty() && cells.element().endMillis() <= millis) {
      closedMillis = cells.element().endMillis();
      evidence.mark(Mark.CELLS_CLOSED, closedMillis);
      var closing = new ArrayList<Cell>();
      while (!cells.isEmpty() && cells.element().endMillis() == closedMillis) {
        closing.add(cells.remove());
      }
      close(closing);
    }
  }

  private void close(List<Cell> closing) {
    for (var cell : closing) {
      var cohort = cell.cohort();
      coverage.add(cohort.step, cohort.coverage(cell.bucket()), cell.endMillis());
    }
    for (var cell : closing) {
      if (comparable()) {
        quality.close(cell.cohort(), cell.bucket(), cell.endMillis());
      }
      if (cell.bucket() == 1) {
        seen.at(cell.cohort().step)[0]++;
      }
      if (cell.bucket() == ages.last()) {
        end(cell.cohort());
      }
    }
  }

  private void end(Cohort cohort) {
    var row = matured.at(cohort.step);
    var last = cohort.coverage(ages.last());
    for (var role : Tally.ROLES) {
      int place = Tally.place(role);
      row[Tally.index(role)] += cohort.predictions(role);
      row[2 + Tally.index(role)] += last[place] - last[place + 1];
    }
    cohorts.values().remove(cohort);
    evidence.cohortEnded(cohort.name);
    windows.forget(cohort.endMillis);
    mismatch.forget(cohort.endMillis);
  }

  /** The cohort of a prediction; empty if all its cells have closed, or were dropped. */
  private Optional<Cohort> cohort(Step step, long millis) {
    long length = settings.quality().cohort().toMillis();
    long index = Math.max(0, Math.floorDiv(millis - step.startMillis(), length));
    var cohort = cohorts.get(new Key(step.number(), index));
    if (cohort != null) {
      return Optional.of(cohort);
    }
    long start = step.startMillis() + index * length;
    boolean open = start >= sinceMillis && start + length + ages.end(ages.last()) > closedMillis;
    return open ? Optional.of(open(step, index)) : Optional.empty();
  }

  private Cohort open(Step step, long index) {
    long length = (index + 1) * settings.quality().cohort().toMillis();
    var name = step.number() + "/" + index;
    var cohort = new Cohort(
        name,
        step.number(),
        step.startMillis() + length,
        length <= settings.cap().window().toMillis(),
        evidence.cohort(name, Cohort.width(ages.count())));
    cohorts.put(new Key(step.number(), index), cohort);
    for (int bucket = 0; bucket < ages.count(); bucket++) {
      long end = cohort.endMillis + ages.closes(bucket);
      if (end > closedMillis) {
        cells.add(new Cell(cohort, bucket, end));
      }
    }
    return cohort;
  }

  /** Opens the cohorts that the evidence has. */
  private void resume() {
    for (var name : List.copyOf(evidence.cohorts().keySet())) {
      int slash = name.indexOf('/');
      int number = Integer.parseInt(name.substring(0, slash));
      long index = Long.parseLong(name.substring(slash + 1));
      evidence.step(number).ifPresent(step -> open(step, index));
    }
  }
}
