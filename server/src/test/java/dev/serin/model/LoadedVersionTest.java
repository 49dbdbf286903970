package dev.serin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadedVersionTest {
  private final FakePredictor predictor = new FakePredictor();
  private final LoadedVersion version = new LoadedVersion(new VersionId("m", 1), "00", predictor);

  @Test
  void retire_withoutLease_closesAtOnce() {
    version.retire();

    assertThat(predictor.closes).hasValue(1);
  }

  @Test
  void retire_underLease_closesWhenTheLastLeaseDoes() {
    var first = version.lease().orElseThrow();
    var second = version.lease().orElseThrow();
    version.retire();
    first.close();
    assertThat(predictor.closes).hasValue(0);

    second.close();

    assertThat(predictor.closes).hasValue(1);
  }

  @Test
  void lease_afterRetire_isNone() {
    version.retire();

    assertThat(version.lease()).isEmpty();
  }

  @Test
  void retire_twice_closesOnce() {
    version.retire();
    version.retire();

    assertThat(predictor.closes).hasValue(1);
  }

  @Test
  void close_ofOneLeaseTwice_countsOnce() {
    var lease = version.lease().orElseThrow();
    var other = version.lease().orElseThrow();
    lease.close();
    lease.close();
    version.retire();

    assertThat(other.version()).isSameAs(version);
    assertThat(predictor.closes).hasValue(0);
  }

  @Test
  void close_ofALastLeaseWhoseVersionCannotBeUnloaded_doesNotThrow() {
    predictor.duringClose = () -> {
      throw new IllegalStateException("on purpose");
    };
    var lease = version.lease().orElseThrow();
    version.retire();

    assertThatCode(lease::close).doesNotThrowAnyException();
  }

  @Test
  void retire_amongRunningCalls_neverClosesDuringARun() throws Exception {
    for (int round = 0; round < 200; round++) {
      var raced = new FakePredictor();
      race(new LoadedVersion(new VersionId("m", 1), "00", raced));

      assertThat(raced.closes).hasValue(1);
      assertThat(raced.closedWhileRunning).hasValue(0);
    }
  }

  private static void race(LoadedVersion version) throws Exception {
    var threads = Executors.newFixedThreadPool(3);
    try {
      var start = new CountDownLatch(1);
      List<Future<?>> done = IntStream.range(0, 3)
          .<Future<?>>mapToObj(thread -> threads.submit(() -> {
            start.await();
            if (thread == 0) {
              version.retire();
            } else {
              run(version);
            }
            return null;
          }))
          .toList();
      start.countDown();
      for (var each : done) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void run(LoadedVersion version) throws PredictionException {
    for (int i = 0; i < 50; i++) {
      var lease = version.lease();
      if (lease.isEmpty()) {
        return;
      }
      try (var held = lease.get()) {
        held.version()
            .predictor()
            .predict(Map.of("x", Tensor.ofFloats(Shape.of(1, 2), 1, 2)), List.of());
      }
    }
  }
}
