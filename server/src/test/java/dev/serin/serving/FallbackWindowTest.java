package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackWindowTest {
  private final FallbackWindow window = new FallbackWindow();

  @Test
  void admits_allFail_untilTheRateIsReached() {
    assertThat(admitted(1_000, 0.2)).isEqualTo(200);
  }

  @Test
  void admits_formerFallbacksLeftTheWindow_again() {
    admitted(1_000, 0.2);

    assertThat(admitted(1_000, 0.2)).isEqualTo(200);
  }

  @Test
  void admits_callsThatStayed_makeRoom() {
    admitted(200, 0.2);
    assertThat(window.admits(0.2)).isFalse();
    IntStream.range(0, 800).forEach(i -> window.stayed());

    assertThat(window.admits(0.2)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void admits_anyCalls_neverMoreThanTheRateOfAnyThousand(long seed) {
    var random = new Random(seed);
    var last = new ArrayDeque<Integer>();
    int fellBack = 0;
    for (int i = 0; i < 20_000; i++) {
      boolean fails = random.nextInt(10) < i / 2_000;
      boolean admitted = fails && window.admits(0.3);
      if (!fails) {
        window.stayed();
      }
      last.add(admitted ? 1 : 0);
      fellBack += admitted ? 1 : 0;
      fellBack -= last.size() > FallbackWindow.CALLS ? last.remove() : 0;
      assertThat(fellBack).as("seed %s, call %s", seed, i).isLessThanOrEqualTo(300);
    }
  }

  @Test
  void admits_twoThreadsForTheLastPlace_oneGetsIt() throws Exception {
    int rounds = 500;
    var windows = IntStream.range(0, rounds).mapToObj(i -> new FallbackWindow()).toList();
    var arrived = new AtomicInteger();
    Callable<List<Boolean>> racer = () -> {
      var admitted = new ArrayList<Boolean>();
      for (var raced : windows) {
        awaitBoth(arrived);
        admitted.add(raced.admits(1.0 / FallbackWindow.CALLS));
      }
      return admitted;
    };
    var threads = Executors.newFixedThreadPool(2);
    var one = threads.submit(racer);
    var other = threads.submit(racer);
    threads.shutdown();

    for (int i = 0; i < rounds; i++) {
      assertThat(one.get().get(i)).as("round %s", i).isNotEqualTo(other.get().get(i));
    }
  }

  private int admitted(int calls, double maxRate) {
    return (int) IntStream.range(0, calls).filter(i -> window.admits(maxRate)).count();
  }

  /** Returns on two threads at nearly the same time. */
  private static void awaitBoth(AtomicInteger arrived) {
    int round = arrived.getAndIncrement() / 2;
    while (arrived.get() < 2 * (round + 1)) {
      Thread.onSpinWait();
    }
  }
}
