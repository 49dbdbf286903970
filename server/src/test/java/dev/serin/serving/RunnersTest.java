package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunnersTest {
  private static final long OVERHEAD = 1024;

  private final ManualThreads threads = new ManualThreads();

  @Test
  void run_aloneWithAsManyBytesAsTheLimit_fits() {
    var runners = new Runners(threads, threads.queue(), 5_000);

    assertThat(runners.run(5_000, () -> {})).isTrue();
    assertThat(runners.run(0, () -> {})).isFalse();
  }

  @Test
  void waiting_isWhetherACallHasNoThreadYet() {
    var runners = new Runners(threads, threads.queue(), 5_000);
    assertThat(runners.waiting()).isFalse();
    runners.run(10, () -> {});

    assertThat(runners.waiting()).isTrue();
    threads.runAll();
    assertThat(runners.waiting()).isFalse();
  }

  @Test
  void run_aboveTheLimit_takesNothing() {
    var runners = new Runners(threads, threads.queue(), 5_000);

    assertThat(runners.run(5_001, () -> {})).isFalse();
    assertThat(runners.inFlightBytes()).isZero();
  }

  @Test
  void run_ofManyTinyCalls_isBoundedToo() {
    var runners = new Runners(threads, threads.queue(), 10 * OVERHEAD);
    int taken = 0;
    while (runners.run(0, () -> {})) {
      taken++;
    }

    assertThat(taken).isEqualTo(11);
  }

  @Test
  void run_ofATaskThatThrows_givesItsBytesBack() {
    var runners = new Runners(threads, threads.queue(), 5_000);
    assertThat(runners.run(10, () -> {
          throw new IllegalStateException();
        }))
        .isTrue();

    assertThatThrownBy(threads::runAll).isInstanceOf(IllegalStateException.class);

    assertThat(runners.inFlightBytes()).isZero();
  }

  @Test
  void run_whenClosed_takesNothing() {
    var runners = new Runners(threads, threads.queue(), 5_000);
    runners.close();

    assertThat(runners.run(10, () -> {})).isFalse();
    assertThat(runners.inFlightBytes()).isZero();
  }

  @Test
  void close_letsWhatWasTakenRun() {
    var runners = new Runners(threads, threads.queue(), 5_000);
    var ran = new CompletableFuture<String>();
    runners.run(10, () -> ran.complete("ran"));

    runners.close();
    threads.runAll();

    assertThat(ran).isCompletedWithValue("ran");
  }

  @Test
  void run_onThreadsOfItsOwn_runsAsManyAtOnceAsItHas() throws InterruptedException {
    var both = new CountDownLatch(2);
    var ended = new CountDownLatch(2);
    try (var runners = new Runners(2, 1 << 20)) {
      for (int i = 0; i < 2; i++) {
        runners.run(0, () -> {
          both.countDown();
          awaitQuietly(both);
          ended.countDown();
        });
      }

      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
