package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.v1.PredictionServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that shuts down under load: callers that check its health lose no call. */
class DrainScenarioTest {
  private static final String CONFIG =
      "models:\n  digits:\n    split: {1: 1}\n" + TestGateway.QUALITY;

  /** The number of calls of a client between two health checks. */
  private static final int CALLS_PER_LOOK = 20;

  @TempDir
  Path folder;

  private final AtomicInteger answered = new AtomicInteger();
  private final CountDownLatch busy = new CountDownLatch(200);

  @Test
  void drain_failsNoCallOfClientsThatLookAtHealth() throws Exception {
    var threads = Executors.newCachedThreadPool();
    try (var serin = TestGateway.start(folder, CONFIG, 1)) {
      var clients = clients(threads, serin.gateway().grpcPort());
      assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();

      serin.gateway().drain();

      for (var client : clients) {
        assertThat(client.get(20, TimeUnit.SECONDS)).isEmpty();
      }
      assertThat(answered).hasValueGreaterThan(200);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void drain_isInTheNotesAndTheReasons() throws Exception {
    var threads = Executors.newCachedThreadPool();
    var seen = new AtomicBoolean();
    try (var serin = TestGateway.start(folder, CONFIG, 1)) {
      assertThat(serin.gateway().notReady()).isEmpty();
      assertThat(serin.admin().status("digits").notes()).isEmpty();
      // It does not close while its callers stay.
      var called = new CountDownLatch(1);
      var caller = threads.submit(() -> {
        while (!seen.get()) {
          serin.predict("alice");
          called.countDown();
        }
      });
      assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
      var drained = threads.submit(() -> {
        serin.gateway().drain();
        return true;
      });
      Await.until("shutting down", () -> !serin.gateway().notReady().isEmpty());

      assertThat(serin.admin().status("digits").notes()).containsExactly("shutting down");

      assertThat(serin.gateway().notReady()).containsExactly("shutting down");
      seen.set(true);
      caller.get(20, TimeUnit.SECONDS);
      assertThat(drained.get(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      seen.set(true);
      threads.shutdownNow();
    }
  }

  /** Some keep their connection; others open one for each call. */
  private List<Future<List<Status>>> clients(ExecutorService threads, int port) {
    var clients = new ArrayList<Future<List<Status>>>();
    for (int client = 0; client < 3; client++) {
      clients.add(threads.submit(() -> oneConnection(port)));
      clients.add(threads.submit(() -> manyConnections(port)));
    }
    return clients;
  }

  private List<Status> oneConnection(int port) {
    var failures = new ArrayList<Status>();
    var channel = Wire.channel(port);
    try {
      do {
        for (int call = 0; call < CALLS_PER_LOOK; call++) {
          call(channel, failures);
        }
      } while (serving(channel, failures));
    } finally {
      channel.shutdownNow();
    }
    return failures;
  }

  private List<Status> manyConnections(int port) {
    var failures = new ArrayList<Status>();
    boolean serving = true;
    while (serving) {
      for (int call = 0; call < CALLS_PER_LOOK && serving; call++) {
        var channel = Wire.channel(port);
        try {
          call(channel, failures);
          serving = call < CALLS_PER_LOOK - 1 || serving(channel, failures);
        } finally {
          channel.shutdownNow();
        }
      }
    }
    return failures;
  }

  private void call(ManagedChannel channel, List<Status> failures) {
    try {
      var answer =
          PredictionServiceGrpc.newBlockingStub(channel).predict(Wire.zeros().build());
      assertThat(answer.getVersion()).isEqualTo(1);
      answered.incrementAndGet();
      busy.countDown();
    } catch (StatusRuntimeException e) {
      failures.add(e.getStatus());
    }
  }

  private static boolean serving(ManagedChannel channel, List<Status> failures) {
    try {
      return Wire.health(channel).check(HealthCheckRequest.getDefaultInstance()).getStatus()
          == ServingStatus.SERVING;
    } catch (StatusRuntimeException e) {
      failures.add(e.getStatus());
      return false;
    }
  }
}
