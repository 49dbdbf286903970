package dev.serin.gate;

import dev.serin.gate.Told.Began;
import dev.serin.gate.Told.Called;
import dev.serin.gate.Told.Labelled;
import dev.serin.model.Role;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Seeded calls of many users and their labels, in order of arrival: 50 calls a second unless said
 * otherwise, 1 % errors, a latency of 10 ms at the median and 23 ms at p95, labels for half of the
 * calls after two minutes with a loss of 10 %.
 */
public final class Traffic {
  /** How calls of one role behave. */
  static final class Behaviour {
    double errors = 0.01;
    double medianMillis = 10;
    /** This part of the calls is given up by its caller. */
    double abandoned;

    /** This part of the calls takes as long as {@link #stalledMillis}. */
    double stalled;

    double stalledMillis;
    double loss = 0.1;
    double labelled = 0.5;
    double goodLabelMinutes = 2;
    double badLabelMinutes = 2;
    /** This part of the users is lost on the way. */
    double lost;

    private int inRun;
    private double latencyOfRun;

    /** Returns the latency of the run that the next call shares. */
    private double run(int together, DoubleSupplier latency) {
      latencyOfRun = inRun == 0 ? latency.getAsDouble() : latencyOfRun;
      inRun = (inRun + 1) % together;
      return latencyOfRun;
    }

    void labelMinutes(double good, double bad) {
      goodLabelMinutes = good;
      badLabelMinutes = bad;
    }
  }

  private static final int COVERED = 5;

  final Behaviour stable = new Behaviour();
  final Behaviour canary = new Behaviour();
  int users = 20_000;
  double callsPerSecond = 50;
  /** Labels take exponentially distributed times instead of always the same. */
  boolean spreadLabels;
  /** Losses lie evenly between 0 and twice the mean instead of being 0 or 1. */
  boolean smoothLosses;
  /** This part of all calls is made by one client of the canary's, and fails. */
  double broken;
  /** So many calls of one role share a run, and with it their latency. */
  int together = 1;
  /** This part of the calls is served by the other version. */
  double misplaced;

  private final SplittableRandom random;
  private final PriorityQueue<Labelled> labels =
      new PriorityQueue<>(Comparator.comparingLong(Labelled::millis));
  private final Map<Long, Integer> covered = new HashMap<>();
  private double next;
  private long millis;
  private long id;
  private Step step = new Step(1, 1, 0, BigDecimal.ZERO);
  private boolean begun;

  Traffic(long seed) {
    this.random = new SplittableRandom(seed);
  }

  long millis() {
    return millis;
  }

  Step step() {
    return step;
  }

  /** Begins a step with this share. */
  void begin(Comparison comparison, String share) {
    begin(share).tell(comparison);
  }

  /** Lets time pass with calls and labels. */
  void run(Comparison comparison, long seconds) {
    Told.tell(next(seconds), comparison);
    comparison.tick(millis);
  }

  /** Begins a step with this share; returns what to tell of it. */
  Told begin(String share) {
    step = new Step(begun ? step.number() + 1 : 1, 1, millis, new BigDecimal(share));
    begun = true;
    covered.clear();
    return new Began(step);
  }

  /** Lets time pass; returns the calls and labels of it. */
  List<Told> next(long seconds) {
    long end = millis + seconds * 1_000;
    var told = new ArrayList<Told>();
    for (next = Math.max(next, (double) millis);
        next < end;
        next += exponential(1_000 / callsPerSecond)) {
      millis = (long) next;
      deliver(told);
      call(told);
    }
    millis = end;
    deliver(told);
    return told;
  }

  private void call(List<Told> told) {
    boolean isBroken = random.nextDouble() < broken;
    long user = isBroken ? 1L : hash(random.nextInt(users));
    boolean isCanary = isBroken || place(user) < step.share().doubleValue();
    var behaviour = isCanary ? canary : stable;
    if (part(user) < behaviour.lost) {
      return;
    }
    boolean bad = isBroken || random.nextDouble() < behaviour.errors;
    boolean gaveUp = behaviour.abandoned > 0 && random.nextDouble() < behaviour.abandoned;
    boolean covers = !bad && !gaveUp && covered.merge(user, 1, Integer::sum) <= COVERED;
    var call = new Call(
        ++id,
        millis,
        user,
        isCanary ^ random.nextDouble() < misplaced ? Role.CANARY : Role.STABLE,
        gaveUp ? Call.Result.EXCLUDED : bad ? Call.Result.BAD : Call.Result.OK,
        (long) (behaviour.run(together, () -> latencyMillis(behaviour)) * 1e6),
        covers,
        gaveUp,
        together);
    told.add(new Called(step.number(), call));
    if (!bad && !gaveUp && random.nextDouble() < behaviour.labelled) {
      labels.add(new Labelled(step.number(), label(call, behaviour)));
    }
  }

  private Label label(Call call, Behaviour behaviour) {
    boolean bad = random.nextDouble() < behaviour.loss;
    double minutes = bad ? behaviour.badLabelMinutes : behaviour.goodLabelMinutes;
    double delay = (spreadLabels ? exponential(minutes) : minutes) * 60_000;
    double loss = smoothLosses ? 2 * behaviour.loss * random.nextDouble() : bad ? 1 : 0;
    return new Label(
        call.id(),
        call.timeMillis(),
        call.timeMillis() + (long) delay,
        call.user(),
        call.role(),
        loss,
        call.covered());
  }

  /** The latency of another call of stable. */
  double latencyMillis() {
    return latencyMillis(stable);
  }

  private double latencyMillis(Behaviour behaviour) {
    return random.nextDouble() < behaviour.stalled
        ? behaviour.stalledMillis
        : behaviour.medianMillis * Math.exp(0.5 * random.nextGaussian());
  }

  private void deliver(List<Told> told) {
    while (!labels.isEmpty() && labels.element().millis() <= millis) {
      told.add(labels.remove());
    }
  }

  /** A hash whose high bits tell the role and whose low bits the record. */
  public static long hash(long user) {
    long mixed = (user + 1) * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  /** Where a user falls in [0, 1). */
  private static double place(long user) {
    return (user >>> 11) * 0x1p-53;
  }

  /** Another place of the user, which has nothing to do with the first one. */
  private static double part(long user) {
    return place(hash(user));
  }

  private double exponential(double mean) {
    return -Math.log(1 - random.nextDouble()) * mean;
  }
}
