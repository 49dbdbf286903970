package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.batching.ManualDispatcher;
import dev.serin.feedback.FeedbackSettings;
import dev.serin.feedback.Predictions;
import dev.serin.feedback.id.SigningKeys;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Shadowed;
import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.routing.Routing;
import dev.serin.routing.ShadowRoute;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies on their own thread, as in a gateway. */
class ShadowThreadTest {
  private static final int THREADS = 4;
  private static final int COPIES = 500;
  private static final int ROUNDS = 2_000;
  private static final Tensor ROW = Tensor.ofFloats(Shape.of(1, 2), 1, 2);

  @TempDir
  Path folder;

  private final FakePredictor model = new FakePredictor();
  private final LoadedVersion candidate = new LoadedVersion(new VersionId("m", 3), "c", model);
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();
  private final ManualDispatcher dispatcher = new ManualDispatcher(new Routing(), System::nanoTime);
  private Predictions predictions;
  private Shadows shadows;

  @BeforeEach
  void start() throws Exception {
    var settings =
        new FeedbackSettings(Duration.ofDays(1), FeedbackSettings.MIN_MEMORY_BYTES, false);
    var keys = SigningKeys.loadOrCreate(folder.resolve("key"), new SecureRandom());
    predictions = new Predictions(settings, keys, () -> 7, System::nanoTime);
    shadows = shadows();
  }

  private Shadows shadows() {
    return new Shadows(
        dispatcher,
        predictions,
        new Counts(),
        () -> 0,
        Time.of(System::nanoTime, InstantSource.system()));
  }

  @AfterEach
  void stop() {
    shadows.close();
    dispatcher.close();
  }

  @Test
  void offer_candidateHangs_doesNotWait() throws InterruptedException {
    var release = new CountDownLatch(1);
    model.duringRun = () -> awaitQuietly(release);

    for (int i = 0; i < 100; i++) {
      shadows.offer(copy());
    }

    assertThat(dropped).hasValue(100 - Shadows.COPIES);
    release.countDown();
  }

  @Test
  void close_copyRuns_waitsForIt() throws InterruptedException {
    var running = new CountDownLatch(1);
    model.duringRun = running::countDown;
    shadows.offer(copy());
    assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();

    shadows.close();

    assertThat(finished).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void offer_whileTheCandidateAndTheGatewayGo_returnsEveryLease(long seed)
      throws InterruptedException {
    var runsAfterClose = new AtomicInteger();
    model.duringRun = () -> runsAfterClose.addAndGet(model.closes.get());
    var random = new Random(seed);
    int retiredAt = random.nextInt(COPIES);
    int closedAt = random.nextInt(COPIES);
    var callers = Executors.newFixedThreadPool(THREADS);
    for (int thread = 0; thread < THREADS; thread++) {
      boolean first = thread == 0;
      callers.execute(() -> {
        for (int i = 0; i < COPIES; i++) {
          shadows.offer(copy());
          if (first && i == retiredAt) {
            candidate.retire();
          }
          if (first && i == closedAt) {
            shadows.close();
          }
        }
      });
    }
    callers.shutdown();

    assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(model.closes).as("seed %s", seed).hasValue(1);
    assertThat(model.closedWhileRunning).as("seed %s", seed).hasValue(0);
    assertThat(runsAfterClose).as("seed %s", seed).hasValue(0);
    assertThat(finished.get() + dropped.get()).as("seed %s", seed).isEqualTo(THREADS * COPIES);
  }

  @Test
  void close_whileTheFirstCopiesCome_returnsEveryLease() throws Exception {
    var threads = Executors.newCachedThreadPool();
    for (int round = 0; round < ROUNDS; round++) {
      var young = shadows();
      var together = new CyclicBarrier(3);
      var ended = Stream.<Runnable>of(
              () -> young.offer(copy()), () -> young.offer(copy()), young::close)
          .map(action -> threads.submit(() -> {
            together.await();
            action.run();
            return null;
          }))
          .toList();
      for (var end : ended) {
        end.get();
      }
      assertThat(finished.get() + dropped.get()).isEqualTo(2 * (round + 1));
    }
    threads.shutdown();
  }

  private ShadowCopy copy() {
    return new ShadowCopy(
        new ShadowRoute("t1", candidate, 1, 0.7, true),
        "m",
        0,
        1,
        1,
        100,
        Map.of("x", ROW),
        List.of(),
        new ShadowCopy.Stable(Result.OK, 1, Map.of("y", ROW), ""));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Counts implements ShadowListener {
    @Override
    public void finished(String model, Shadowed copy) {
      finished.incrementAndGet();
    }

    @Override
    public void dropped(String model) {
      dropped.incrementAndGet();
    }
  }
}
