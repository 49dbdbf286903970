package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallWindowTest {
  private static final long USER = Traffic.hash(1);

  private final CallWindow window = new CallWindow(1, true, 600_000);

  @Test
  void admits_user_soManyTimes() {
    assertThat(admitted(CallWindow.ERRORS, 5, 8)).isEqualTo(5);
  }

  @Test
  void admits_largestCap_doesNotSpillIntoOtherUses() {
    assertThat(admitted(CallWindow.ERRORS, 255, 400)).isEqualTo(255);
    assertThat(admitted(CallWindow.COVERAGE, 255, 400)).isEqualTo(255);

    assertThat(admitted(CallWindow.LATENCY, 5, 8)).isEqualTo(5);
  }

  @Test
  void admits_otherUser_hasAnOwnRecord() {
    admitted(CallWindow.ERRORS, 5, 5);

    assertThat(window.admits(Traffic.hash(2), CallWindow.ERRORS, 5)).isTrue();
  }

  @Test
  void admits_sameLowBits_share() {
    admitted(CallWindow.ERRORS, 5, 5);

    assertThat(window.admits(USER ^ 1L << 40, CallWindow.ERRORS, 5)).isFalse();
  }

  @Test
  void admits_severalThreads_countsEachOnce() throws Exception {
    var threads = Executors.newFixedThreadPool(4);
    Callable<Integer> one = () -> admitted(CallWindow.COVERAGE, 250, 100);
    Callable<Integer> other = () -> admitted(CallWindow.ERRORS, 150, 100);

    var counts = threads.invokeAll(List.of(one, other, one, other, one));
    threads.shutdown();

    assertThat(sum(counts, 0, 2, 4)).isEqualTo(250);
    assertThat(sum(counts, 1, 3)).isEqualTo(150);
  }

  private int admitted(int use, int most, int times) {
    return (int)
        IntStream.range(0, times).filter(i -> window.admits(USER, use, most)).count();
  }

  private static int sum(List<Future<Integer>> counts, int... places)
      throws ExecutionException, InterruptedException {
    int sum = 0;
    for (int place : places) {
      sum += counts.get(place).get();
    }
    return sum;
  }
}
