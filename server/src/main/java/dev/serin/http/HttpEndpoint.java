package dev.serin.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * The HTTP port. No page waits for another: {@code /healthz} is answered by the thread that reads
 * requests, {@code /readyz} and {@code /metrics} by one thread each.
 *
 * <p>Thread-safe.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final Page ALIVE = Page.text(200, "ok\n");

  private final Supplier<List<String>> notReady;
  private final Supplier<List<String>> remarks;
  private final Scrapes scrapes;
  private final ExecutorService readiness = Threads.one("serin-readiness");
  private final JettyPort port;

  /**
   * Opens the port.
   *
   * @param ticker nanoseconds, for caching and limits
   * @param metrics returns all metrics in a content type
   * @param notReady returns why the gateway is not ready for calls; empty if it is
   * @param remarks returns what an operator should know although the gateway is ready
   */
  public HttpEndpoint(
      InetSocketAddress address,
      LongSupplier ticker,
      UnaryOperator<String> metrics,
      Supplier<List<String>> notReady,
      Supplier<List<String>> remarks)
      throws IOException {
    this.notReady = notReady;
    this.remarks = remarks;
    var connections = new Connections(ticker);
    scrapes = new Scrapes(type -> Page.ok(type, metrics.apply(type)), ticker);
    var pages = new Pages(
        Map.of(
            "/healthz", request -> CompletableFuture.completedFuture(ALIVE),
            "/readyz", request -> CompletableFuture.supplyAsync(this::ready, readiness),
            "/metrics", this::scrape),
        connections,
        new Failures(ticker));
    port = JettyPort.open(address, pages, connections);
  }

  /** Loads Jetty, which takes a tenth of a second; the first endpoint has less to do then. */
  public static void preload() {
    var connections = new Connections(() -> 0);
    JettyPort.preload(new Pages(Map.of(), connections, new Failures(() -> 0)), connections);
  }

  private Page ready() {
    var reasons = notReady.get();
    return reasons.isEmpty()
        ? Page.text(200, "ready\n" + lines(remarks.get()))
        : Page.text(503, lines(reasons));
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private CompletionStage<Page> scrape(Request request) {
    boolean open = request.getHeaders().getValuesList(HttpHeader.ACCEPT).stream()
        .anyMatch(accept -> accept.contains("application/openmetrics-text"));
    return scrapes.of(open ? OPEN_METRICS : PROMETHEUS);
  }

  /** The port that was opened. */
  public int port() {
    return port.number();
  }

  @Override
  public void close() {
    port.close();
    scrapes.close();
    readiness.shutdownNow();
  }
}
