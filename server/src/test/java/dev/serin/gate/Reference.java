package dev.serin.gate;

import dev.serin.gate.Call.Result;
import dev.serin.gate.Told.Began;
import dev.serin.gate.Told.Called;
import dev.serin.gate.Told.Ended;
import dev.serin.gate.Told.Labelled;
import dev.serin.stats.FisherBets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The strata of a stream by another way than the gates': it looks back at each observation instead
 * of letting time pass, and multiplies E instead of adding its logarithms.
 */
final class Reference {
  private static final long WINDOW = 600_000;
  private static final long COHORT = 300_000;
  private static final long[] ENDS = {60_000, 120_000, 300_000, 600_000, 1_200_000, 1_800_000};
  private static final int CAP = 5;

  /** Observations that are compared with each other. */
  private static final class Slice {
    private final int step;
    private final boolean first;
    private int canary;
    private int canaryBad;
    private int stable;
    private int stableBad;

    Slice(int step, boolean first) {
      this.step = step;
      this.first = first;
    }

    void count(boolean isCanary, boolean bad) {
      canary += isCanary ? 1 : 0;
      stable += isCanary ? 0 : 1;
      canaryBad += isCanary && bad ? 1 : 0;
      stableBad += !isCanary && bad ? 1 : 0;
    }

    /** The cell of the coverage of these predictions. */
    static Slice coverage(int[] predictions, int[] labelled) {
      var slice = new Slice(0, false);
      slice.canary = predictions[0];
      slice.canaryBad = labelled[0];
      slice.stable = predictions[1];
      slice.stableBad = labelled[1];
      return slice;
    }

    void bet(FisherBets bets, double[] wealth) {
      bets.add(wealth, canary, canaryBad, stable, stableBad);
    }
  }

  private static final class Open {
    private Slice slice = new Slice(0, false);
    private String key = "";
    private long start;
  }

  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, Open> open = new HashMap<>();
  private final Map<String, Integer> caps = new HashMap<>();
  private final List<Slice> errors = new ArrayList<>();
  private final Map<String, Slice> quality = new TreeMap<>();
  private final Map<String, int[]> predictions = new TreeMap<>();
  private final Map<String, int[][]> labelled = new TreeMap<>();

  Reference(List<Told> all) {
    for (var told : all) {
      if (told instanceof Began began) {
        steps.add(began.next());
      } else if (told instanceof Called called && called.told().result() != Result.PENDING) {
        ended(called.step(), called.told(), called.millis());
      } else if (told instanceof Ended ended) {
        ended(ended.step(), ended.told(), ended.millis());
      } else if (told instanceof Labelled label) {
        label(label.step(), label.label());
      }
    }
  }

  /** Returns E of the errors of several streams of the same steps. */
  static double errors(List<Reference> all) {
    return composite(all, all.stream().flatMap(one -> one.errors.stream()).toList());
  }

  /** Returns E of the quality of several streams of the same steps. */
  static double quality(List<Reference> all) {
    return composite(
        all, all.stream().flatMap(one -> one.quality.values().stream()).toList());
  }

  /** Returns E of the label coverage of several streams. */
  static double coverage(List<Reference> all) {
    var cells = all.stream().flatMap(one -> one.cells().stream()).toList();
    return (mean(FisherBets.harm(1), cells) + mean(FisherBets.ok(1), cells)) / 2;
  }

  private void ended(int step, Call call, long millis) {
    var last = steps.get(steps.size() - 1);
    if (step < last.number() - 1) {
      return;
    }
    if (call.result() == Result.OK && call.covered()) {
      predictions
          .computeIfAbsent(cohort(step, call.timeMillis()), key -> new int[2])[
          call.canary() ? 0 : 1]++;
    }
    long until = step == last.number() ? millis : last.startMillis();
    long window = (until - steps.get(step - 1).startMillis()) / WINDOW;
    if (call.result() != Result.EXCLUDED && admits("errors", step, window, call.user())) {
      compare(step, call, millis, window == 0);
    }
  }

  private void compare(int step, Call call, long millis, boolean first) {
    int size = Stratum.size(steps.get(step - 1).share());
    if (size == 0) {
      return;
    }
    var last = steps.get(steps.size() - 1);
    var key = last.number() + "/" + (millis - last.startMillis()) / WINDOW;
    var now = open.computeIfAbsent(step, unused -> new Open());
    if (!now.key.equals(key) || millis >= now.start + lasts(now.slice, size)) {
      now.slice = new Slice(step, first);
      now.key = key;
      now.start = millis;
      errors.add(now.slice);
    }
    now.slice.count(call.canary(), call.result() == Result.BAD);
    if (millis >= now.start + lasts(now.slice, size)) {
      now.key = "";
    }
  }

  private static long lasts(Slice slice, int size) {
    if (slice.canary + slice.stable >= size) {
      return 1_000;
    }
    return slice.canary > 0 && slice.stable > 0 ? 30_000 : 600_000;
  }

  private void label(int step, Label label) {
    int bucket = 0;
    while (bucket < ENDS.length
        && label.arrivalMillis() - label.predictionMillis() > ENDS[bucket]) {
      bucket++;
    }
    if (bucket == ENDS.length) {
      return;
    }
    var cohort = cohort(step, label.predictionMillis());
    int cell = bucket;
    if (label.covered()) {
      labelled
          .computeIfAbsent(cohort, key -> new int[ENDS.length][2])[cell][label.canary() ? 0 : 1]++;
    }
    long age = label.predictionMillis() - steps.get(step - 1).startMillis();
    if (admits("quality", step, age / WINDOW, label.user())) {
      quality
          .computeIfAbsent(cohort + "/" + cell, key -> new Slice(step, age < WINDOW))
          .count(label.canary(), label.loss() > 0);
    }
  }

  private String cohort(int step, long millis) {
    return step + "/" + (millis - steps.get(step - 1).startMillis()) / COHORT;
  }

  private boolean admits(String gate, int step, long window, long user) {
    return caps.merge(gate + step + "/" + window + "/" + user, 1, Integer::sum) <= CAP;
  }

  private List<Slice> cells() {
    var cells = new ArrayList<Slice>();
    predictions.forEach((cohort, left) -> {
      for (var labels : labelled.getOrDefault(cohort, new int[ENDS.length][2])) {
        cells.add(Slice.coverage(left, labels));
        left = new int[] {left[0] - labels[0], left[1] - labels[1]};
      }
    });
    return cells;
  }

  private static double composite(List<Reference> all, List<Slice> strata) {
    int steps = all.get(0).steps.size();
    var first = strata.stream().filter(slice -> slice.first).toList();
    return (composite(steps, first) + composite(steps, strata)) / 2;
  }

  private static double composite(int steps, List<Slice> strata) {
    var bets = FisherBets.harm(1);
    double perStep = 1.0 / (steps + 1);
    for (int k = 1; k <= steps; k++) {
      int number = k;
      var own = strata.stream().filter(slice -> slice.step == number).toList();
      perStep += mean(bets, own) / (k * (k + 1.0));
    }
    return (mean(bets, strata) + perStep) / 2;
  }

  /** The mean over the bets of the product over the strata. */
  private static double mean(FisherBets bets, List<Slice> strata) {
    double sum = 0;
    for (int j = 0; j < bets.size(); j++) {
      double product = 1;
      for (var slice : strata) {
        var won = new double[bets.size()];
        slice.bet(bets, won);
        product *= Math.exp(won[j]);
      }
      sum += product;
    }
    return sum / bets.size();
  }
}
