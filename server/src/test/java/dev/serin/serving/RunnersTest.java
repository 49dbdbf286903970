package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.ManualExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunnersTest {
  private final ManualExecutor threads = new ManualExecutor();
  private final List<String> ran = new ArrayList<>();

  @Test
  void waiting_isWhetherACallHasNoThreadYet() {
    var runners = new Runners(2, threads, threads.queue());
    assertThat(runners.waiting()).isFalse();
    runners.run(() -> {}, false);

    assertThat(runners.waiting()).isTrue();
    threads.runAll();
    assertThat(runners.waiting()).isFalse();
  }

  @Test
  void run_whenClosed_takesNothing() {
    var runners = new Runners(2, threads, threads.queue());
    runners.close();

    assertThat(runners.run(() -> {}, false)).isFalse();
  }

  @Test
  void close_letsWhatWasTakenRun() {
    var runners = new Runners(2, threads, threads.queue());
    var ran = new CompletableFuture<String>();
    runners.run(() -> ran.complete("ran"), false);

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
        runners.run(
            () -> {
              both.countDown();
              awaitQuietly(both);
              ended.countDown();
            },
            false);
      }

      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void run_slow_leavesAThread() throws InterruptedException {
    var ended = new CountDownLatch(1);
    var fastRan = new CountDownLatch(1);
    try (var runners = new Runners(2)) {
      for (int i = 0; i < 3; i++) {
        runners.run(() -> awaitQuietly(ended), true);
      }

      runners.run(fastRan::countDown, false);

      assertThat(fastRan.await(10, TimeUnit.SECONDS)).isTrue();
      ended.countDown();
    }
  }

  @Test
  void run_slowOnOneThread_goesBehindThoseThatWait() {
    var runners = new Runners(1, threads, threads.queue());
    runners.run(() -> ran.add("slow 1"), true);
    runners.run(() -> ran.add("slow 2"), true);
    runners.run(() -> ran.add("fast 1"), false);
    runners.run(() -> ran.add("fast 2"), false);

    threads.runAll();

    assertThat(ran).containsExactly("slow 1", "fast 1", "fast 2", "slow 2");
  }

  @Test
  void run_slow_isAsManyAtATimeAsLeaveAThread() {
    var runners = new Runners(4, threads, threads.queue());
    for (int i = 1; i <= 5; i++) {
      int number = i;
      runners.run(() -> ran.add("slow " + number), true);
    }
    assertThat(threads.queue()).hasSize(3);
    assertThat(runners.waiting()).isTrue();

    threads.runAll();
    assertThat(ran).containsExactly("slow 1", "slow 2", "slow 3", "slow 4", "slow 5");
    assertThat(runners.waiting()).isFalse();

    runners.run(() -> ran.add("slow 6"), true);
    threads.runAll();

    assertThat(ran).endsWith("slow 6");
  }

  @Test
  void close_letsSlowOnesRunThatWereTaken() {
    var runners = new Runners(2, threads, threads.queue());
    for (int i = 0; i < 3; i++) {
      runners.run(() -> ran.add("slow"), true);
    }

    runners.close();
    threads.runAll();

    assertThat(ran).containsExactly("slow", "slow", "slow");
    assertThat(runners.run(() -> ran.add("slow"), true)).isFalse();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
