package dev.serin.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.BatchSettings;
import dev.serin.model.Dispatcher.Ending;
import dev.serin.model.Dispatcher.Request;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For random requests from several threads, of any size, of several versions, some of which fail,
 * are cancelled, or expire: each is answered once, with its own rows or its own error.
 */
class BatchingLawsTest {
  private static final int REQUESTS = 3_000;
  private static final int SUBMITTERS = 3;
  private static final int RUNNERS = 3;
  private static final long PATIENCE_SECONDS = 30;

  private final RowsPredictor one = new RowsPredictor();
  private final RowsPredictor two = new RowsPredictor();
  private final LoadedVersion stable = new LoadedVersion(new VersionId("m", 1), "a", one);
  private final LoadedVersion canary = new LoadedVersion(new VersionId("m", 2), "b", two);
  private final CountDownLatch ended = new CountDownLatch(REQUESTS);
  private final List<AtomicInteger> answers = new ArrayList<>();
  private final AtomicInteger wrong = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void submit_anyRequests_areAnsweredOnceWithTheirOwnRows(long seed) throws Exception {
    var traffic = new TestTraffic(stable).share(canary.id(), 0.1);
    traffic.settings = settings(new Random(seed));
    for (int i = 0; i < REQUESTS; i++) {
      answers.add(new AtomicInteger());
    }
    one.duringRun = () -> LockSupport.parkNanos(20_000);
    two.duringRun = () -> LockSupport.parkNanos(100_000);
    try (var dispatcher =
        BatchingDispatcher.start(RUNNERS, traffic, System::nanoTime, System::nanoTime)) {
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < SUBMITTERS; i++) {
        int submitter = i;
        var thread =
            new Thread(() -> submitAll(dispatcher, submitter, new Random(seed * 31 + submitter)));
        threads.add(thread);
        thread.start();
      }

      assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      for (var thread : threads) {
        thread.join();
      }
      assertThat(dispatcher.waiting()).isFalse();
    }

    assertThat(wrong).hasValue(0);
    assertThat(answers).allSatisfy(count -> assertThat(count).hasValue(1));
  }

  /**
   * Each request comes as the only runner is about to wait, and no other follows to wake it: a
   * runner that misses one sleeps for ever.
   */
  @Test
  void submit_oneAtATime_isNeverMissed() throws Exception {
    stable.batchLimit().turnOff("for this test");
    try (var dispatcher =
        BatchingDispatcher.start(1, new TestTraffic(stable), System::nanoTime, System::nanoTime)) {
      for (int i = 0; i < 30_000; i++) {
        var answered = new CountDownLatch(1);
        var lease = stable.lease().orElseThrow();
        var request = new Request(
            Map.of("x", RowsPredictor.rows(1)), List.of(), OptionalLong.empty(), bytes -> {});
        dispatcher.submit(lease, request, run -> {
          lease.close();
          answered.countDown();
        });

        assertThat(answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static BatchSettings settings(Random random) {
    return new BatchSettings(
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(8)),
        random.nextInt(4) == 0 ? Duration.ofMillis(1) : Duration.ZERO,
        Duration.ofMillis(1 + random.nextInt(1_000)),
        1);
  }

  private void submitAll(BatchingDispatcher dispatcher, int submitter, Random random) {
    for (int i = submitter; i < REQUESTS; i += SUBMITTERS) {
      submit(dispatcher, i, random);
      if (random.nextInt(20) == 0) {
        LockSupport.parkNanos(random.nextInt(500_000));
      }
    }
  }

  private void submit(BatchingDispatcher dispatcher, int number, Random random) {
    boolean poison = random.nextInt(50) == 0;
    var rows = new float[1 + random.nextInt(3)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = number * 10 + i;
    }
    if (poison) {
      rows[random.nextInt(rows.length)] = RowsPredictor.POISON;
    }
    var deadline = random.nextInt(10) == 0
        ? OptionalLong.of(System.nanoTime() + random.nextInt(2_000_000))
        : OptionalLong.empty();
    var request = new Request(
        Map.of("x", RowsPredictor.rows(rows)),
        random.nextInt(5) == 0 ? List.of("y") : List.of(),
        deadline,
        bytes -> {});
    boolean cancels = random.nextInt(20) == 0;
    var lease = (random.nextInt(5) == 0 ? canary : stable).lease().orElseThrow();
    var submission = dispatcher.submit(lease, request, run -> {
      lease.close();
      answers.get(number).incrementAndGet();
      if (!right(run.ending(), rows, poison, deadline.isPresent(), cancels)) {
        wrong.incrementAndGet();
      }
      ended.countDown();
    });
    if (cancels) {
      submission.cancel();
    }
  }

  private static boolean right(
      Ending ending, float[] rows, boolean poison, boolean hasDeadline, boolean cancels) {
    if (ending instanceof Ending.Answered answered) {
      var y = Objects.requireNonNull(answered.outputs().get("y"));
      return !poison && RowsPredictor.rows(rows).data().equals(y.data());
    }
    if (ending instanceof Ending.Failed) {
      return poison;
    }
    if (ending instanceof Ending.Dropped dropped) {
      return switch (dropped.reason()) {
        case CANCELLED -> cancels;
        case DEADLINE_EXCEEDED -> hasDeadline;
        case SHUTTING_DOWN -> false;
      };
    }
    return !((Ending.Refused) ending).ofCaller() || hasDeadline;
  }
}
