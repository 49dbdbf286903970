package dev.serin.benchmarks.gates.rollouts;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Estimate;
import dev.serin.benchmarks.gates.figures.Line;
import dev.serin.benchmarks.gates.figures.Published;
import dev.serin.benchmarks.gates.figures.Sample;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.figures.Unit;
import dev.serin.benchmarks.gates.rules.Rule;
import dev.serin.benchmarks.gates.streams.Strata;
import dev.serin.benchmarks.gates.streams.Strata.Stratum;
import dev.serin.benchmarks.gates.streams.Traffic;
import dev.serin.gate.Call;
import dev.serin.gate.Comparison;
import dev.serin.gate.GateSettings;
import dev.serin.gate.Label;
import dev.serin.gate.LossScale;
import dev.serin.gate.Step;
import dev.serin.gate.Terms;
import dev.serin.judge.EvidenceStore;
import dev.serin.judge.Judge;
import dev.serin.judge.ObservationListener;
import dev.serin.judge.Recorder.Arrival;
import dev.serin.judge.Sharing;
import dev.serin.stats.FisherBets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;

/** What the arithmetic costs on this machine. */
public final class CostTable implements Table {
  private static final int ROUNDS = 15;
  private static final int WARM_UP = 5;
  private static final int STRATA = 20_000;
  private static final int LOOKS = 500;
  /** Fewer than the judge's queue holds. */
  private static final int CALLS = 20_000;

  private static final double NANOS_PER_MICRO = 1000;

  private final LongSupplier nanoTime;

  /** Takes a clock that counts nanoseconds. */
  public CostTable(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public void print(Bench bench) {
    bench.begin(
        "Cost, one thread, median (90 %)",
        "a stratum of 200 calls with 10 bad ones on average; calls, labels and looks of a rollout");
    bench.line(Line.of("stratum, harm and proof (at most 5 us)")
        .published(Published.shown(Unit.MICROSECONDS, 1.1))
        .asRun(stratum()));
    var rollout = new Rollout();
    Traffic.play(Contest.SCENARIO, new SplittableRandom(1), List.of(rollout));
    bench.line(Line.of("call or label, all gates").asRun(event(rollout)));
    bench.line(Line.of("look at all gates").asRun(look(rollout)));
    bench.line(Line.of("recording a call while it is served").asRun(recording()));
  }

  private Estimate stratum() {
    var random = new SplittableRandom(1);
    var source = new Strata(200, 0.5, 0.05, 0.05);
    var strata = new ArrayList<Stratum>();
    for (int i = 0; i < STRATA; i++) {
      strata.add(source.next(random));
    }
    var harm = FisherBets.harm(1);
    var ok = FisherBets.ok(2);
    return median(Unit.MICROSECONDS, () -> {
      var wealth = new double[harm.size()];
      long start = nanoTime.getAsLong();
      for (var s : strata) {
        harm.add(wealth, s.canary(), s.canaryBad(), s.stable(), s.stableBad());
        ok.add(wealth, s.canary(), s.canaryBad(), s.stable(), s.stableBad());
      }
      return (nanoTime.getAsLong() - start) / NANOS_PER_MICRO / STRATA;
    });
  }

  private Estimate event(Rollout rollout) {
    return median(Unit.NANOSECONDS, () -> {
      long start = nanoTime.getAsLong();
      rollout.replay();
      return (double) (nanoTime.getAsLong() - start) / rollout.events.size();
    });
  }

  private Estimate look(Rollout rollout) {
    var comparison = rollout.replay();
    return median(Unit.MICROSECONDS, () -> {
      long start = nanoTime.getAsLong();
      for (int i = 0; i < LOOKS; i++) {
        comparison.judge(rollout.end);
      }
      return (nanoTime.getAsLong() - start) / NANOS_PER_MICRO / LOOKS;
    });
  }

  /** What the thread that serves a call does for the gates; another one takes it from there. */
  private Estimate recording() {
    Judge judge;
    try {
      judge = Judge.open(
          model -> new Terms(GateSettings.DEFAULT, LossScale.BINARY, ""),
          ObservationListener.NONE,
          new NoStore(),
          nanoTime,
          model -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var half = new BigDecimal("0.5");
    var recorder =
        judge.share("m", new Sharing(1, 0, 1, Map.of(1L, half, 2L, half), Optional.empty()));
    var users = new SplittableRandom(1).longs(CALLS).toArray();
    return median(Unit.NANOSECONDS, () -> {
      long start = nanoTime.getAsLong();
      for (long user : users) {
        var call = recorder.arrived(user < 0 ? 2 : 1, new Arrival(user, user, 1, start));
        call.covers();
        call.ended(Call.Result.OK, 1);
      }
      long nanos = nanoTime.getAsLong() - start;
      judge.work(2);
      return (double) nanos / users.length;
    });
  }

  /** Keeps nothing. */
  private static final class NoStore implements EvidenceStore {
    @Override
    public Saved load() {
      return Saved.NOTHING;
    }

    @Override
    public void save(Saved all) {
      throw new UnsupportedOperationException("nobody saves here");
    }
  }

  private static Estimate median(Unit unit, DoubleSupplier round) {
    var rounds =
        DoubleStream.generate(round).limit(WARM_UP + ROUNDS).skip(WARM_UP).toArray();
    return Estimate.median(unit, Sample.of(rounds));
  }

  /** A rollout that can be told again. */
  private static final class Rollout implements Rule {
    private final List<Told> events = new ArrayList<>();
    private long end;

    @Override
    public void begin(Step step) {
      events.add(comparison -> comparison.begin(step));
    }

    @Override
    public void call(int step, Call call) {
      end = call.timeMillis();
      if (step == 0) {
        events.add(comparison -> comparison.before(call.latencyNanos()));
      } else {
        events.add(comparison -> comparison.call(step, call));
      }
    }

    @Override
    public void label(int step, Label label) {
      events.add(comparison -> comparison.label(step, label));
    }

    @Override
    public boolean stops() {
      return false;
    }

    Comparison replay() {
      var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
      events.forEach(event -> event.to(comparison));
      return comparison;
    }
  }

  /** Something that a comparison hears. */
  private interface Told {
    void to(Comparison comparison);
  }
}
