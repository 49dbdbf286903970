package dev.serin.benchmarks.pieces;

import dev.serin.gate.Call;
import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.judge.EvidenceStore;
import dev.serin.judge.Judge;
import dev.serin.judge.ObservationListener;
import dev.serin.judge.Recorder;
import dev.serin.judge.Recorder.Arrival;
import dev.serin.judge.Recording;
import dev.serin.judge.Sharing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Records calls for the gates on the thread that serves, and judges them on the judge's. */
@State(Scope.Benchmark)
public class RecordBench extends Piece {
  private static final int CALLS = 1_024;
  private static final int USERS = 1_000;

  private final Judge judge;
  private final Recorder recorder;
  private long millis = 1;
  private long id;

  /** Shares the users of a model. */
  public RecordBench() {
    judge = open();
    var shares = Map.of(1L, new BigDecimal("0.95"), 2L, new BigDecimal("0.05"));
    recorder = judge.share("model", new Sharing(1, 0, 1, shares, Optional.empty()));
  }

  private static Judge open() {
    try {
      return Judge.open(
          model -> new Terms(GateSettings.DEFAULT, LossScale.BINARY, ""),
          ObservationListener.NONE,
          new NoStore(),
          System::nanoTime,
          model -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Records calls and lets the judge take them; a time for both together. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public Recording recordAndJudge() {
    var last = Recording.NONE;
    millis++;
    for (int i = 0; i < CALLS; i++) {
      long user = id++ % USERS;
      var arrival = new Arrival(id, user * 0x9e3779b97f4a7c15L, millis, System.nanoTime());
      last = recorder.arrived(user % 20 == 0 ? 2 : 1, arrival);
      last.covers();
      last.ended(Call.Result.OK, 1_000_000);
    }
    judge.work(millis);
    return last;
  }

  /** Keeps nothing. */
  private static final class NoStore implements EvidenceStore {
    @Override
    public Saved load() {
      return Saved.NOTHING;
    }

    @Override
    public void save(Saved all) {
      throw new UnsupportedOperationException("nothing is saved here");
    }
  }
}
