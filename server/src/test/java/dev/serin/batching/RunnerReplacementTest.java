package dev.serin.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.Dispatcher.Request;
import dev.serin.model.Dispatcher.Run;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run that does not return does not keep its runner's place. */
class RunnerReplacementTest {
  private static final String FIRST = BatchingDispatcher.THREAD + "1";
  private static final long SECONDS = 60;

  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final RowsPredictor hanging = new RowsPredictor();
  private final AtomicLong nanos = new AtomicLong();
  private final LoadedVersion stable =
      new LoadedVersion(new VersionId("m", 1), "a", new RowsPredictor());
  private final LoadedVersion canary = new LoadedVersion(new VersionId("m", 2), "b", hanging);
  private final BatchingDispatcher dispatcher = BatchingDispatcher.start(
      1, new TestTraffic(stable).share(canary.id(), 0.1), nanos::get, System::nanoTime);

  @AfterEach
  void end() {
    release.countDown();
    dispatcher.close();
  }

  @Test
  void replace_stuckRunner_othersGoOnAndItsOwnCallEndsLater() throws Exception {
    var late = stick();
    var waiting = submit(stable);

    assertThat(dispatcher.replace(FIRST)).contains(canary);
    assertThat(waiting.get(SECONDS, TimeUnit.SECONDS).rows()).isOne();
    assertThat(dispatcher.replace(FIRST)).isEmpty();

    release.countDown();
    assertThat(late.get(SECONDS, TimeUnit.SECONDS).rows()).isOne();
    ends(FIRST);
    for (int i = 0; i < 100; i++) {
      assertThat(submit(stable).get(SECONDS, TimeUnit.SECONDS).rows()).isOne();
    }
    assertThat(threads()).containsExactly(BatchingDispatcher.THREAD + "2");
  }

  /** A process that hangs keeps a runner waiting, which must not keep the others waiting. */
  @Test
  void relieve_runnerThatWaitsForAnotherProcess_isReplaced() throws Exception {
    hanging.process = true;
    var late = stick();
    var waiting = submit(stable);
    nanos.addAndGet(20_000_000);
    dispatcher.relieve();
    assertThat(waiting).isNotDone();
    nanos.incrementAndGet();
    dispatcher.relieve();

    assertThat(waiting.get(SECONDS, TimeUnit.SECONDS).rows()).isOne();
    var second = submit(canary);
    dispatcher.relieve();
    assertThat(submit(stable).get(SECONDS, TimeUnit.SECONDS).rows()).isOne();
    assertThat(second).isNotDone();
    release.countDown();
    assertThat(late.get(SECONDS, TimeUnit.SECONDS).rows()).isOne();
    assertThat(second.get(SECONDS, TimeUnit.SECONDS).rows()).isOne();
  }

  @Test
  void relieve_runnerThatRunsAVersionItself_isLeftAlone() throws Exception {
    var late = stick();
    var waiting = submit(stable);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
    dispatcher.relieve();

    assertThat(threads()).containsExactly(FIRST);
    assertThat(waiting).isNotDone();
    release.countDown();
    assertThat(late.get(SECONDS, TimeUnit.SECONDS).rows()).isOne();
  }

  @Test
  void replace_idleOrUnknownRunner_changesNothing() throws Exception {
    assertThat(submit(stable).get(SECONDS, TimeUnit.SECONDS).rows()).isOne();

    assertThat(dispatcher.replace(FIRST)).isEmpty();
    assertThat(dispatcher.replace("serin-shadow")).isEmpty();
    assertThat(threads()).containsExactly(FIRST);
  }

  private CompletableFuture<Run> stick() throws InterruptedException {
    hanging.duringRun = () -> {
      stuck.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
    var run = submit(canary);
    assertThat(stuck.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    return run;
  }

  private CompletableFuture<Run> submit(LoadedVersion version) {
    var run = new CompletableFuture<Run>();
    var lease = version.lease().orElseThrow();
    var request = new Request(
        Map.of("x", RowsPredictor.rows(1)), List.of(), OptionalLong.empty(), bytes -> {});
    var unused = dispatcher.submit(lease, request, ended -> {
      lease.close();
      run.complete(ended);
    });
    return run;
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(BatchingDispatcher.THREAD))
        .toList();
  }

  private static void ends(String thread) throws InterruptedException {
    for (var each : Thread.getAllStackTraces().keySet()) {
      if (each.getName().equals(thread)) {
        each.join(TimeUnit.SECONDS.toMillis(SECONDS));
      }
    }
  }
}
