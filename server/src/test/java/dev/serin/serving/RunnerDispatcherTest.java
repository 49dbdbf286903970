package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.ManualExecutor;
import dev.serin.model.Dispatcher;
import dev.serin.model.Dispatcher.Ending;
import dev.serin.model.Dispatcher.Reason;
import dev.serin.model.Dispatcher.Request;
import dev.serin.model.Dispatcher.Run;
import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.routing.Routing;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The contract of {@link Dispatcher}, tested on {@link RunnerDispatcher}. */
class RunnerDispatcherTest {
  private static final long START = 1_000;
  private static final Tensor X = Tensor.ofFloats(Shape.of(1, 2), 1, 2);

  private final AtomicLong nanos = new AtomicLong(START);
  private final ManualExecutor threads = new ManualExecutor();
  private final Runners runners = new Runners(1, threads, threads.queue());
  private final FakePredictor predictor = new FakePredictor();
  private final LoadedVersion version = new LoadedVersion(new VersionId("m", 1), "a", predictor);
  private final Dispatcher dispatcher =
      new RunnerDispatcher(runners, new Routing(), Time.of(nanos::get, () -> Instant.EPOCH));
  private final List<Run> runs = new ArrayList<>();

  @Test
  void submit_runsWhenItsTurnComes_andSaysHowLong() {
    submit(OptionalLong.empty());
    assertThat(runs).isEmpty();
    assertThat(dispatcher.waiting()).isTrue();
    nanos.set(START + 5);
    predictor.duringRun = () -> nanos.addAndGet(20);

    threads.runAll();

    assertThat(runs).singleElement().satisfies(run -> {
      assertThat(run.ending()).isInstanceOf(Ending.Answered.class);
      assertThat(run.startNanos()).isEqualTo(START + 5);
      assertThat(run.nanos()).isEqualTo(20);
    });
    assertThat(dispatcher.waiting()).isFalse();
  }

  @Test
  void submit_runThatFails_hasTheCause() {
    var failure = new IllegalStateException("it failed");
    predictor.duringRun = () -> {
      throw failure;
    };
    submit(OptionalLong.empty());

    threads.runAll();

    assertThat(runs)
        .extracting(Run::ending)
        .singleElement()
        .isInstanceOfSatisfying(
            Ending.Failed.class, failed -> assertThat(failed.cause()).hasCause(failure));
  }

  @Test
  void cancel_beforeItRuns_dropsIt() {
    submit(OptionalLong.empty()).cancel();

    threads.runAll();

    assertThat(runs).extracting(Run::ending).containsExactly(new Ending.Dropped(Reason.CANCELLED));
    assertThat(predictor.runs).hasValue(0);
  }

  /** A call is also cancelled when its deadline passes; the two must be distinguished. */
  @Test
  void submit_deadlineThatPassesInTheQueue_dropsIt() {
    submit(OptionalLong.of(START + 10)).cancel();
    nanos.set(START + 11);

    threads.runAll();

    assertThat(runs)
        .extracting(Run::ending)
        .containsExactly(new Ending.Dropped(Reason.DEADLINE_EXCEEDED));
    assertThat(predictor.runs).hasValue(0);
  }

  @Test
  void submit_whenShuttingDown_isDroppedAtOnce() {
    runners.close();

    submit(OptionalLong.empty());

    assertThat(runs)
        .extracting(Run::ending)
        .containsExactly(new Ending.Dropped(Reason.SHUTTING_DOWN));
  }

  private Dispatcher.Submission submit(OptionalLong deadlineNanos) {
    return submit(dispatcher, deadlineNanos);
  }

  private Dispatcher.Submission submit(Dispatcher to, OptionalLong deadlineNanos) {
    var request = new Request(Map.of("x", X), List.of(), deadlineNanos, bytes -> {});
    var lease = version.lease().orElseThrow();
    return to.submit(lease, Role.STABLE, request, run -> {
      lease.close();
      runs.add(run);
    });
  }

  /** A busy machine makes a run last long, and its version no slower than another. */
  @Test
  void submit_runThatIsInterrupted_countsItsWork() {
    var work = new AtomicLong();
    var clock = Time.of(nanos::get, () -> Instant.EPOCH);
    var busy = new RunnerDispatcher(
        runners, new Routing(), new Time(clock.ticker(), work::get, clock.clock()));
    var other = new LoadedVersion(new VersionId("m", 2), "b", new FakePredictor());
    for (int i = 0; i < 5; i++) {
      other.runTimes().add(10);
    }
    predictor.duringRun = () -> {
      nanos.addAndGet(1_000);
      work.addAndGet(10);
    };

    for (int i = 0; i < 5; i++) {
      submit(busy, OptionalLong.empty());
    }
    threads.runAll();

    assertThat(runs).extracting(Run::nanos).containsOnly(1_000L);
    assertThat(version.runTimes().aboveTwice(other.runTimes())).isFalse();
  }
}
