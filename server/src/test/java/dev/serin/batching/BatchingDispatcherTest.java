package dev.serin.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.BatchSettings;
import dev.serin.model.Dispatcher.Ending;
import dev.serin.model.Dispatcher.Reason;
import dev.serin.model.Dispatcher.Request;
import dev.serin.model.Dispatcher.Run;
import dev.serin.model.Dispatcher.Submission;
import dev.serin.model.LoadedVersion;
import dev.serin.model.NoRoomException;
import dev.serin.model.VersionId;
import dev.serin.tensor.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** The contract of a dispatcher, on one runner and a clock that the test moves. */
class BatchingDispatcherTest {
  private static final long START = 1_000;
  private static final Duration DAY = Duration.ofDays(1);

  private final AtomicLong nanos = new AtomicLong(START);
  private final AtomicLong work = new AtomicLong();
  private final RowsPredictor model = new RowsPredictor();
  private final LoadedVersion version = new LoadedVersion(new VersionId("m", 1), "a", model);
  private final TestTraffic traffic = new TestTraffic(version);
  private final ManualDispatcher dispatcher = new ManualDispatcher(traffic, nanos::get, work::get);
  private final List<Run> runs = new ArrayList<>();

  @Test
  void submit_runsWhenItsTurnComes_andSaysHowLong() {
    submit(1);
    assertThat(runs).isEmpty();
    assertThat(dispatcher.waiting()).isTrue();
    nanos.set(START + 5);
    model.duringRun = () -> nanos.addAndGet(20);

    dispatcher.runAll();

    assertThat(runs).singleElement().satisfies(run -> {
      assertThat(run.ending()).isInstanceOf(Ending.Answered.class);
      assertThat(run.startNanos()).isEqualTo(START + 5);
      assertThat(run.nanos()).isEqualTo(20);
      assertThat(run.rows()).isEqualTo(1);
    });
    assertThat(dispatcher.waiting()).isFalse();
  }

  @Test
  void submit_versionInAnotherProcess_leavesTheWayOut() {
    submit(1);
    model.duringRun = () -> {
      nanos.addAndGet(20);
      model.wayNanos.addAndGet(5);
    };
    dispatcher.runAll();

    assertThat(runs).singleElement().satisfies(run -> {
      assertThat(run.nanos()).isEqualTo(15);
      assertThat(run.wayNanos()).isEqualTo(5);
    });
  }

  @Test
  void submit_severalShareARun_eachIsToldHowMany() {
    learn(4);
    var told = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      submit(new Request(
          Map.of("x", RowsPredictor.rows(i)),
          List.of(),
          OptionalLong.empty(),
          bytes -> {},
          told::add));
    }
    model.duringRun = () -> {
      nanos.addAndGet(20);
      model.wayNanos.addAndGet(5);
    };
    dispatcher.runAll();

    assertThat(told).containsExactly(3, 3, 3);
    assertThat(runs).hasSize(3).allSatisfy(run -> {
      assertThat(run.nanos()).isEqualTo(15);
      assertThat(run.wayNanos()).isEqualTo(5);
    });
  }

  @Test
  void submit_runThatFails_hasTheCause() {
    submit(RowsPredictor.POISON);

    dispatcher.runAll();

    assertThat(runs)
        .extracting(Run::ending)
        .singleElement()
        .isInstanceOfSatisfying(
            Ending.Failed.class, failed -> assertThat(failed.cause()).hasMessage("poison"));
  }

  @Test
  void cancel_beforeItRuns_dropsIt() {
    submit(1).cancel();

    dispatcher.runAll();

    assertThat(runs).extracting(Run::ending).containsExactly(new Ending.Dropped(Reason.CANCELLED));
    assertThat(model.sizes).isEmpty();
  }

  /** A call is also cancelled when its deadline passes; the two must be distinguished. */
  @Test
  void submit_deadlineThatPassesInTheQueue_dropsIt() {
    submit(request(OptionalLong.of(START + 10), bytes -> {}, 1)).cancel();
    nanos.set(START + 11);

    dispatcher.runAll();

    assertThat(runs)
        .extracting(Run::ending)
        .containsExactly(new Ending.Dropped(Reason.DEADLINE_EXCEEDED));
    assertThat(model.sizes).isEmpty();
  }

  @Test
  void submit_whenShuttingDown_isDroppedAtOnce() {
    submit(1);
    dispatcher.close();
    submit(2);

    assertThat(runs)
        .extracting(Run::ending)
        .containsExactly(new Ending.Dropped(Reason.SHUTTING_DOWN));
    dispatcher.runAll();
    assertThat(answer(1)).containsExactly(1);
  }

  @Test
  void submit_severalWait_shareARun() {
    learn(8);
    submit(1);
    submit(2, 3);
    submit(4);

    dispatcher.runAll();

    assertThat(model.sizes).containsExactly(4);
    assertThat(runs).allSatisfy(run -> assertThat(run.rows()).isEqualTo(4));
    assertThat(answer(0)).containsExactly(1);
    assertThat(answer(1)).containsExactly(2, 3);
    assertThat(answer(2)).containsExactly(4);
  }

  @Test
  void submit_moreThanTheLimit_runInSeveralBatchesInOrder() {
    learn(2);
    for (int i = 1; i <= 5; i++) {
      submit(i);
    }

    dispatcher.runAll();

    assertThat(model.sizes).containsExactly(2, 2, 1);
    for (int i = 1; i <= 5; i++) {
      assertThat(answer(i - 1)).containsExactly(i);
    }
  }

  @Test
  void submit_maxBatch_boundsWhatWasLearnt() {
    learn(64);
    traffic.settings = new BatchSettings(OptionalInt.of(3), Duration.ZERO, DAY, 1);
    for (int i = 0; i < 7; i++) {
      submit(i);
    }

    dispatcher.runAll();

    assertThat(model.sizes).containsExactly(3, 3, 1);
  }

  @Test
  void submit_othersOutputsOrSizes_doNotShareARun() {
    learn(8);
    submit(1);
    var others = new Request(
        Map.of("x", RowsPredictor.rows(2)), List.of("y"), OptionalLong.empty(), bytes -> {});
    submit(others);
    submit(3);

    dispatcher.runAll();

    // The third joins the first, and the second runs after them.
    assertThat(model.sizes).containsExactly(2, 1);
    assertThat(answer(0)).containsExactly(1);
    assertThat(answer(1)).containsExactly(3);
    assertThat(answer(2)).containsExactly(2);
  }

  @Test
  void submit_requestThatFailsARun_failsAlone() {
    learn(8);
    submit(1);
    submit(RowsPredictor.POISON);
    submit(3);

    dispatcher.runAll();

    assertThat(model.sizes).containsExactly(3, 1, 1, 1);
    assertThat(answer(0)).containsExactly(1);
    assertThat(runs.get(1).ending()).isInstanceOf(Ending.Failed.class);
    assertThat(answer(2)).containsExactly(3);
  }

  @Test
  void submit_outputsWithoutARowForEach_areNotShared() {
    learn(8);
    model.oneRow = true;
    submit(1);
    submit(1);

    dispatcher.runAll();

    assertThat(version.batchLimit().off())
        .hasValueSatisfying(why -> assertThat(why).contains("y"));
    assertThat(answer(0)).containsExactly(1);
    assertThat(answer(1)).containsExactly(1);
  }

  /** The first two real calls are compared, as no generated input ran. */
  @Test
  void submit_beforeTheComparison_runsTwoAloneAndTogether() {
    submit(1);
    submit(2);
    submit(3);

    dispatcher.runAll();

    assertThat(model.sizes).startsWith(1, 1, 2);
    assertThat(version.batchLimit().passed()).isTrue();
    assertThat(answer(0)).containsExactly(1);
    assertThat(answer(1)).containsExactly(2);
    assertThat(answer(2)).containsExactly(3);
  }

  /** Two runners may each take two calls before either knows the outcome. */
  @Test
  void submit_turnedOffWhileTwoAreCompared_answersEachAlone() {
    model.normalises = true;
    var queue = new ModelQueues("m", traffic).queue(version);
    for (float row : new float[] {1, 2}) {
      queue.add(new Pending(request(OptionalLong.empty(), bytes -> {}, row), 1, START, runs::add));
    }
    queue.collect();
    var batch = new Batch(queue, new Flow(), 1, false, START);
    queue.take(batch, START);
    version.batchLimit().turnOff("found by another runner");

    new BatchRunner(traffic, nanos::get, work::get).run(batch);

    assertThat(answer(0)).containsExactly(1);
    assertThat(answer(1)).containsExactly(2);
  }

  @Test
  void submit_rowsThatDependOnEachOther_neverShareARun() {
    model.normalises = true;
    submit(1);
    submit(2);
    submit(3);
    submit(4);

    dispatcher.runAll();

    assertThat(version.batchLimit().off()).isPresent();
    for (int i = 1; i <= 4; i++) {
      assertThat(answer(i - 1)).containsExactly(i);
    }
  }

  @Test
  void submit_answerWithoutRoom_failsAlone() {
    learn(8);
    submit(1);
    submit(request(
        OptionalLong.empty(),
        bytes -> {
          throw new NoRoomException("full", false);
        },
        2));

    dispatcher.runAll();

    assertThat(model.sizes).containsExactly(2);
    assertThat(answer(0)).containsExactly(1);
    assertThat(runs.get(1).ending())
        .isInstanceOfSatisfying(
            Ending.Failed.class,
            failed -> assertThat(failed.cause()).isInstanceOf(NoRoomException.class));
  }

  @Test
  void submit_goneInTheQueue_costsTheOthersNothing() {
    learn(8);
    submit(1);
    submit(2).cancel();
    submit(request(OptionalLong.of(START + 10), bytes -> {}, 3));
    submit(4);
    nanos.set(START + 11);

    dispatcher.runAll();

    assertThat(model.sizes).containsExactly(2);
    assertThat(runs).hasSize(4);
  }

  /** A batch is ended when the last of its callers no longer waits, not the first. */
  @Test
  void submit_deadlines_endTheRunAfterTheLastOne() {
    learn(8);
    submit(request(OptionalLong.of(START + 10_000_000), bytes -> {}, 1));
    submit(request(OptionalLong.of(START + 50_000_000), bytes -> {}, 2));
    dispatcher.runAll();
    assertThat(model.limit).isEqualTo(Duration.ofMillis(1_050));

    submit(request(OptionalLong.of(START + 10_000_000), bytes -> {}, 1));
    submit(2);
    dispatcher.runAll();
    assertThat(model.limit).isGreaterThan(DAY);
  }

  @Test
  void submit_waitBeyondMaxQueueWait_isRefusedAtOnce() {
    runFor(Duration.ofMillis(300), 10);
    for (int i = 0; i < 4; i++) {
      submit(i);
    }
    assertThat(runs).isEmpty();

    submit(5);

    assertThat(runs)
        .extracting(Run::ending)
        .containsExactly(new Ending.Refused(
            Duration.ofMillis(1_200).toNanos(), Duration.ofSeconds(1).toNanos(), false));
  }

  @Test
  void submit_waitBeyondTheDeadline_isRefusedAtOnce() {
    runFor(Duration.ofMillis(300), 10);
    submit(1);
    long now = nanos.get();

    submit(request(OptionalLong.of(now + Duration.ofMillis(500).toNanos()), bytes -> {}, 2));

    assertThat(runs)
        .extracting(Run::ending)
        .containsExactly(new Ending.Refused(
            Duration.ofMillis(600).toNanos(), Duration.ofMillis(500).toNanos(), true));
    submit(request(OptionalLong.of(now + Duration.ofMillis(601).toNanos()), bytes -> {}, 3));
    assertThat(runs).hasSize(1);
  }

  @Test
  void submit_emptyQueue_isNeverRefused() {
    runFor(Duration.ofSeconds(10), 10);

    submit(request(OptionalLong.of(nanos.get() + 1), bytes -> {}, 1));

    assertThat(runs).isEmpty();
  }

  @Test
  void forget_unloadedVersion_keepsItsWaitingRequests() {
    submit(1);
    dispatcher.forget(unloaded -> true);
    assertThat(dispatcher.queues()).isEqualTo(1);

    dispatcher.runAll();
    dispatcher.forget(unloaded -> false);
    assertThat(answer(0)).containsExactly(1);
    assertThat(dispatcher.queues()).isEqualTo(1);

    dispatcher.forget(unloaded -> true);
    assertThat(dispatcher.queues()).isZero();
  }

  /** A busy machine makes a run last long, and its version no slower than another. */
  @Test
  void submit_runThatIsInterrupted_countsItsWork() {
    var other = new LoadedVersion(new VersionId("m", 2), "b", new RowsPredictor());
    for (int i = 0; i < 5; i++) {
      other.runTimes().add(1, 10, 10);
    }
    model.duringRun = () -> {
      nanos.addAndGet(1_000);
      work.addAndGet(10);
    };

    for (int i = 0; i < 5; i++) {
      submit(i);
      dispatcher.runAll();
    }

    assertThat(runs).extracting(Run::nanos).containsOnly(1_000L);
    assertThat(version.runTimes().aboveTwice(other.runTimes())).isFalse();
  }

  @Test
  void submit_maxBatchDelay_waitsForOthersUntilTheBatchIsFull() {
    learn(2);
    traffic.settings =
        new BatchSettings(OptionalInt.empty(), Duration.ofMillis(5), Duration.ofSeconds(1), 1);
    submit(1);
    dispatcher.runAll();
    assertThat(runs).isEmpty();

    submit(2);
    dispatcher.runAll();
    assertThat(model.sizes).containsExactly(2);

    submit(3);
    nanos.addAndGet(Duration.ofMillis(5).toNanos());
    dispatcher.runAll();
    assertThat(model.sizes).containsExactly(2, 1);
  }

  /** Lets the version know how long a run takes, and not share any. */
  private void runFor(Duration time, int times) {
    version.batchLimit().turnOff("for this test");
    model.duringRun = () -> nanos.addAndGet(time.toNanos());
    for (int i = 0; i < times; i++) {
      submit(i);
      dispatcher.runAll();
    }
    runs.clear();
  }

  private void learn(int rows) {
    version.batchLimit().checked(Optional.empty());
    while (version.batchLimit().rows() < rows) {
      int size = version.batchLimit().rows();
      version.runTimes().add(size, 1_000, 0);
      version.batchLimit().ran(size, version.runTimes());
    }
    model.sizes.clear();
  }

  private Submission submit(float... rows) {
    return submit(request(OptionalLong.empty(), bytes -> {}, rows));
  }

  private static Request request(OptionalLong deadline, LongConsumer room, float... rows) {
    return new Request(Map.of("x", RowsPredictor.rows(rows)), List.of(), deadline, room);
  }

  private Submission submit(Request request) {
    var lease = version.lease().orElseThrow();
    return dispatcher.submit(lease, request, run -> {
      lease.close();
      runs.add(run);
    });
  }

  private float[] answer(int index) {
    assertThat(runs.get(index).ending()).isInstanceOf(Ending.Answered.class);
    var outputs = ((Ending.Answered) runs.get(index).ending()).outputs();
    var y = Objects.requireNonNull(outputs.get("y"));
    var values = new float[y.bytes() / Float.BYTES];
    y.data().asFloatBuffer().get(values);
    assertThat(y.shape()).isEqualTo(Shape.of(values.length, 1));
    return values;
  }
}
