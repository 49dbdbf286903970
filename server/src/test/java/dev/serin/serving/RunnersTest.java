package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunnersTest {
  private final ManualThreads threads = new ManualThreads();

  @Test
  void waiting_isWhetherACallHasNoThreadYet() {
    var runners = new Runners(threads, threads.queue());
    assertThat(runners.waiting()).isFalse();
    runners.run(() -> {});

    assertThat(runners.waiting()).isTrue();
    threads.runAll();
    assertThat(runners.waiting()).isFalse();
  }

  @Test
  void run_whenClosed_takesNothing() {
    var runners = new Runners(threads, threads.queue());
    runners.close();

    assertThat(runners.run(() -> {})).isFalse();
  }

  @Test
  void close_letsWhatWasTakenRun() {
    var runners = new Runners(threads, threads.queue());
    var ran = new CompletableFuture<String>();
    runners.run(() -> ran.complete("ran"));

    runners.close();
    threads.runAll();

    assertThat(ran).isCompletedWithValue("ran");
  }

  @Test
  void run_onThreadsOfItsOwn_runsAsManyAtOnceAsItHas() throws InterruptedException {
    var both = new CountDownLatch(2);
    var ended = new CountDownLatch(2);
    try (var runners = new Runners(2)) {
      for (int i = 0; i < 2; i++) {
        runners.run(() -> {
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
