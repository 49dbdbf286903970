package dev.serin.demo.report;

import dev.serin.client.Comparison;
import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Consequence;
import dev.serin.client.GateVerdict.Evidence;
import dev.serin.client.GateVerdict.Measure;
import dev.serin.client.GateVerdict.Numbers;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.client.Rollout;
import dev.serin.client.Rollout.GateState;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutStatus;
import dev.serin.client.RolloutStatus.LatencyLimit;
import dev.serin.client.RolloutStatus.Limits;
import dev.serin.demo.Act;
import dev.serin.demo.Calibration;
import dev.serin.demo.Pace;
import dev.serin.demo.Performance;
import dev.serin.demo.Played;
import dev.serin.demo.Side;
import dev.serin.demo.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Plausible performances, generated from a seed. */
public final class Performances {
  static final Instant START = Instant.parse("2026-01-05T20:00:00Z");
  static final List<String> STEPS = List.of("0.05", "0.1", "0.25", "0.5", "1");
  static final Limits LIMITS = new Limits(
      List.of(new LatencyLimit(0.95, 1.2), new LatencyLimit(0.99, 1.5)),
      Duration.ofMillis(5),
      0.02,
      true);

  /** Of a call of the candidate, by the gate for the 95 % quantile. */
  static final Duration LIMIT = Duration.ofMillis(5);

  private static final long SEED = 7;
  private static final double TICK = 0.25;
  private static final double PREFLIGHT = 1.5;
  private static final int LAST_STEP = STEPS.size();

  private final Random random;
  private final Script script;

  /**
   * How an act goes.
   *
   * @param step how long a step lasts, in seconds
   * @param end when it is decided
   * @param gain of the candidate, as a share of what is watched to the end
   * @param p50 of the candidate, in milliseconds
   */
  record Script(Act act, double step, double end, Optional<String> gate, double gain, double p50) {}

  private Performances(Script script) {
    this.random = new Random(SEED + script.act().number());
    this.script = script;
  }

  /** Returns one act that is promoted, and two that are rolled back. */
  public static Performance three() {
    return of(List.of(better(), hasty(), slow()));
  }

  public static Performance of(List<Played> acts) {
    return new Performance(
        SEED,
        new Pace(1),
        Optional.of(new Calibration(4, 1.34, 5, 0.61, 0.83, 14, 220)),
        acts,
        Duration.ofMillis(83_400));
  }

  public static Played better() {
    return play(new Script(Act.ALL.get(0), 6, 36, Optional.empty(), 0.045, 0.9));
  }

  static Played hasty() {
    return play(new Script(Act.ALL.get(1), 6, 16.75, Optional.of("quality"), -0.12, 0.9));
  }

  public static Played slow() {
    return play(new Script(Act.ALL.get(2), 6, 9.5, Optional.of("latency.q95"), 0.06, 9.8));
  }

  static Played play(Script script) {
    return new Performances(script).play();
  }

  private Played play() {
    var last = rollout(script.end());
    var share = script.gate().isEmpty() ? "0.5" : STEPS.get(step(script.end() - TICK) - 1);
    return new Played(
        script.act(),
        Duration.ofMillis((long) (script.end() * 1_000)),
        share,
        script.gate(),
        last,
        side(1, 0.512, 1.31),
        side(script.act().candidate(), 0.512 + script.gain(), script.p50() * 1.5),
        /* resumes= */ 0,
        /* failures= */ 0,
        statuses(),
        slices());
  }

  private Side side(long version, double reward, double p95) {
    double half = version == 1 ? 0.02 : 0.045;
    long calls = (long) (script.end() * (version == 1 ? 310 : 70));
    return new Side(
        version,
        calls,
        calls / 6,
        calls / 3,
        OptionalDouble.of(reward + 0.004),
        reward - half,
        reward + half,
        OptionalDouble.of(reward),
        OptionalDouble.of(p95));
  }

  private List<RolloutStatus> statuses() {
    var statuses = new ArrayList<RolloutStatus>();
    for (double second = 0; second <= script.end() + 2 * TICK; second += TICK) {
      statuses.add(status(second, comparison(second)));
    }
    return statuses;
  }

  private RolloutStatus status(double second, Optional<Comparison> comparison) {
    return new RolloutStatus(
        rollout(second),
        at(second),
        Duration.ZERO,
        Duration.ofSeconds(5),
        comparison,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        LIMITS,
        12);
  }

  private Rollout rollout(double second) {
    boolean over = second >= script.end();
    var state = over
        ? script.act().expected()
        : second < PREFLIGHT ? State.PREFLIGHT : promoted(second) ? State.PROMOTED : State.RAMPING;
    int step = over ? 0 : step(second);
    var share =
        over ? (script.gate().isEmpty() ? "1" : "0") : step == 0 ? "0" : STEPS.get(step - 1);
    return rollout(state, step, share, at(over ? script.end() : second));
  }

  private Rollout rollout(State state, int step, String share, Instant since) {
    return new Rollout(
        "watch-next",
        "r-1",
        script.act().number(),
        1,
        script.act().candidate(),
        state,
        Optional.empty(),
        "",
        step,
        STEPS,
        share,
        START,
        since,
        12,
        "controller",
        "",
        state.over() ? evidence() : List.of(),
        state.over() ? script.gate().map(Performances::rollback) : Optional.empty());
  }

  private static Rollout.Rollback rollback(String gate) {
    return new Rollout.Rollback(Rollout.Act.HARM, Optional.of(gate), Optional.empty());
  }

  private boolean promoted(double second) {
    return script.gate().isEmpty() && second >= script.end() - 3;
  }

  private int step(double second) {
    return second < PREFLIGHT
        ? 0
        : Math.min(LAST_STEP, 1 + (int) ((second - PREFLIGHT) / script.step()));
  }

  private Optional<Comparison> comparison(double second) {
    if (second < PREFLIGHT || second >= script.end()) {
      return Optional.empty();
    }
    var now = at(second);
    return Optional.of(new Comparison(
        1,
        script.act().candidate(),
        STEPS.get(step(second) - 1),
        step(second),
        now,
        START,
        now,
        Consequence.NONE,
        gates(second)));
  }

  private List<GateVerdict> gates(double second) {
    if (promoted(second)) {
      return List.of(
          gate("watch.errors", second, 3, Optional.empty()),
          gate("watch.latency", second, 3, Optional.empty()));
    }
    double past = second - PREFLIGHT;
    var ok = Optional.of(new Evidence(script.gain() > 0 ? Math.min(past * 0.06, 2.1) : -past, 1.3));
    return List.of(
        gate("errors", second, 2.523, Optional.empty()),
        gate("errors.slo", second, 3, Optional.empty()),
        gate("latency.q95", second, 2.824, Optional.empty()),
        gate("latency.q99", second, 3.222, Optional.empty()),
        gate("quality", second, 2.523, ok),
        gate("srm", second, 3, Optional.empty()));
  }

  private GateVerdict gate(String name, double second, double threshold, Optional<Evidence> ok) {
    double log10E = script.gate().filter(name::equals).isPresent()
        ? rise(second) * threshold
        : name.startsWith("errors") ? -0.02 * second : -0.09 * Math.sqrt(second);
    double half = Math.min(0.9, 0.35 / Math.sqrt(Math.max(second - PREFLIGHT - 1, 0.1)));
    double wobble = random.nextGaussian() * half * 0.07;
    return new GateVerdict(
        name,
        Verdict.UNDECIDED,
        Consequence.NONE,
        "",
        Optional.empty(),
        new Evidence(log10E + random.nextGaussian() * 0.02, threshold),
        ok,
        "losses",
        numbers(0.488, half * 0.4),
        numbers(0.488 - script.gain() + wobble, half),
        List.of(),
        List.of(),
        name.equals("latency.q95") ? Optional.of(LIMIT) : Optional.empty(),
        Optional.empty(),
        Measure.MEAN,
        false);
  }

  private double rise(double second) {
    double part = (second - PREFLIGHT) / (script.end() - PREFLIGHT);
    return Math.pow(part, 1.6) * 0.97;
  }

  private Numbers numbers(double mean, double half) {
    return new Numbers(
        100,
        OptionalDouble.of(mean),
        Math.max(0, mean - half),
        Math.min(1, mean + half),
        Optional.empty());
  }

  private List<GateState> evidence() {
    if (script.gate().isEmpty()) {
      return List.of(state("watch.errors", -0.4, 3), state("watch.latency", -0.3, 3));
    }
    double late = 3.61;
    return List.of(
        state("errors", -0.3, 2.523),
        state("latency.q95", script.gate().get().equals("latency.q95") ? late : -0.3, 2.824),
        state("latency.q99", -0.3, 3.222),
        state("quality", script.gate().get().equals("quality") ? late : -0.4, 2.523));
  }

  private GateState state(String gate, double log10E, double threshold) {
    return new GateState(
        gate,
        log10E >= threshold ? Verdict.HARM : Verdict.UNDECIDED,
        new Evidence(log10E, threshold),
        OptionalDouble.empty(),
        new Rollout.Mean(3_000, OptionalDouble.of(0.488)),
        new Rollout.Mean(400, OptionalDouble.of(0.488 - script.gain())));
  }

  private List<Slice> slices() {
    var slices = new ArrayList<Slice>();
    for (int second = 0; second < script.end(); second++) {
      slices.add(slice(second, 1, 0.84));
      if (second > PREFLIGHT) {
        slices.add(slice(second, script.act().candidate(), script.p50()));
      }
    }
    return slices;
  }

  private Slice slice(int second, long version, double p50) {
    double median = p50 * (1 + 0.04 * random.nextGaussian());
    double start = second < 1 ? 2 : 1;
    return new Slice(
        second, version, median, start * median * (1.5 + 0.12 * random.nextGaussian()));
  }

  private static Instant at(double second) {
    return START.plusMillis((long) (second * 1_000));
  }
}
