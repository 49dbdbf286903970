package dev.serin.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP port. Thread-safe. */
public final class HttpEndpoint implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpEndpoint.class);
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
    var thread = new Thread(task, "serin-http");
    thread.setDaemon(true);
    return thread;
  });

  /** One answer. */
  private record Page(int status, String type, String text) {
    static final Page NOT_FOUND = new Page(404, TEXT, "not found\n");
  }

  /**
   * Opens the port.
   *
   * @param metrics returns all metrics in the format of a content type
   * @param notReady returns why the gateway should get no calls now; empty if it should
   * @param remarks returns what somebody should know though the gateway may get calls
   */
  public HttpEndpoint(
      InetSocketAddress address,
      UnaryOperator<String> metrics,
      Supplier<List<String>> notReady,
      Supplier<List<String>> remarks)
      throws IOException {
    server = HttpServer.create(address, 0);
    server.setExecutor(threads);
    serve("/metrics", exchange -> {
      var type = type(exchange);
      return new Page(200, type, metrics.apply(type));
    });
    serve("/healthz", exchange -> new Page(200, TEXT, "ok\n"));
    serve("/readyz", exchange -> {
      var reasons = notReady.get();
      return reasons.isEmpty()
          ? new Page(200, TEXT, "ready\n" + lines(remarks.get()))
          : new Page(503, TEXT, lines(reasons));
    });
    serve("/", exchange -> Page.NOT_FOUND);
    server.start();
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /** The port that was opened. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private interface Handler {
    Page page(HttpExchange exchange);
  }

  private void serve(String path, Handler handler) {
    server.createContext(path, exchange -> {
      try (exchange) {
        send(exchange, page(path, handler, exchange));
      }
    });
  }

  private static Page page(String path, Handler handler, HttpExchange exchange) {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      return Page.NOT_FOUND;
    }
    var method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return new Page(405, TEXT, method + " (expected: GET or HEAD)\n");
    }
    try {
      return handler.page(exchange);
    } catch (RuntimeException e) {
      log.error("{} failed", path, e);
      return new Page(500, TEXT, "failed: see the log\n");
    }
  }

  private static void send(HttpExchange exchange, Page page) throws IOException {
    var body = page.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", page.type());
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(page.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(page.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  private static String type(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))
            .filter(accept -> accept.contains("application/openmetrics-text"))
            .isPresent()
        ? OPEN_METRICS
        : PROMETHEUS;
  }
}
