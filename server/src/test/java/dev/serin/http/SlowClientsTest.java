package dev.serin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Health checks while other clients hold as many connections as they can. */
class SlowClientsTest {
  private static final String LARGE = "x".repeat(8 << 20);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void stop() throws Exception {
    released.countDown();
    for (var each : opened) {
      each.close();
    }
  }

  @Test
  void health_whileClientsHoldHalfSentHeaders_answers() throws Exception {
    var port = start(type -> "metrics", List::of);

    hold(port, 32, "GET /healthz HTTP/1.1\r\nHost: a\r\n");

    assertHealthy(port);
  }

  @Test
  void health_whileMoreClientsHoldHalfSentHeadersThanMayConnect_answers() throws Exception {
    var port = start(type -> "metrics", List::of);

    hold(port, Connections.MOST + 50, "GET /healthz HTTP/1.1\r\nHost: a\r\n");

    assertHealthy(port);
  }

  @Test
  void health_whileClientsHoldHalfSentBodies_answers() throws Exception {
    var port = start(type -> "metrics", List::of);

    hold(port, 32, "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx");

    assertHealthy(port);
  }

  @Test
  void health_whileClientsDoNotReadTheirAnswers_answers() throws Exception {
    var port = start(type -> LARGE, List::of);

    for (var client : hold(port, 32, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")) {
      assertThat(client.begin()).isEqualTo("HTTP/1.1 200");
    }

    assertHealthy(port);
  }

  @Test
  void health_whileMetricsAreComputed_answers() throws Exception {
    var begun = new CountDownLatch(1);
    var port = start(
        type -> {
          begun.countDown();
          await(released);
          return "metrics";
        },
        List::of);
    hold(port, 32, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
    await(begun);

    assertHealthy(port);
  }

  @Test
  void healthz_whileReadinessDoesNotAnswer_answers() throws Exception {
    var begun = new CountDownLatch(1);
    var port = start(type -> "metrics", () -> {
      begun.countDown();
      await(released);
      return List.of();
    });
    hold(port, 32, "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n");
    await(begun);

    assertThat(get(port, "/healthz")).startsWith("HTTP/1.1 200").endsWith("ok\n");
    assertThat(get(port, "/metrics")).startsWith("HTTP/1.1 200").endsWith("metrics");
  }

  private int start(UnaryOperator<String> metrics, Supplier<List<String>> notReady)
      throws IOException {
    var endpoint = new HttpEndpoint(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        System::nanoTime,
        metrics,
        notReady,
        List::of);
    opened.add(endpoint);
    return endpoint.port();
  }

  private List<RawClient> hold(int port, int count, String text) throws IOException {
    var clients = new ArrayList<RawClient>();
    for (int i = 0; i < count; i++) {
      clients.add(RawClient.send(port, text));
    }
    opened.addAll(clients);
    return clients;
  }

  private static void assertHealthy(int port) throws IOException {
    assertThat(get(port, "/healthz")).startsWith("HTTP/1.1 200").endsWith("ok\n");
    assertThat(get(port, "/readyz")).startsWith("HTTP/1.1 200").endsWith("ready\n");
  }

  private static String get(int port, String path) throws IOException {
    var text = "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    try (var client = RawClient.send(port, text)) {
      return client.all();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
