package dev.serin.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Jetty server on one port, with its limits. One thread accepts, one reads all requests; no other
 * is needed, since its handlers do not block. Thread-safe.
 */
final class JettyPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JettyPort.class);

  /** One thread accepts, one reads, and two are for Jetty's own tasks. */
  private static final int THREADS = 4;

  private static final int HEADER_BYTES = 8 << 10;

  /** The most connections that wait to be accepted. */
  private static final int BACKLOG = 128;

  /** How long a shutdown waits for requests in progress. */
  private static final long STOP_MILLIS = 500;

  /** How long a connection may be idle during a shutdown. */
  private static final long STOP_IDLE_MILLIS = 50;

  private final Server server;
  private final ServerConnector connector;
  private final Scheduler scheduler;
  private final Connections connections;

  private JettyPort(Handler handler, Connections connections) {
    this.connections = connections;
    var threads = new QueuedThreadPool(THREADS, 1);
    threads.setName("serin-http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    scheduler = new ScheduledExecutorScheduler("serin-http-limits", /* daemon= */ true);
    server = new Server(threads, scheduler, null);
    server.setHandler(handler);
    server.setErrorHandler(JettyPort::error);
    server.setStopTimeout(STOP_MILLIS);
    connector = new ServerConnector(
        server, /* acceptors= */ 1, /* selectors= */ 1, new HttpConnectionFactory(http()));
    connector.setIdleTimeout(Connections.PATIENCE.toMillis());
    connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
    connector.addBean(connections);
    server.addConnector(connector);
  }

  private static HttpConfiguration http() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    return http;
  }

  /** Initializes the classes of a server, by making one that is never started. */
  static void preload(Handler handler, Connections connections) {
    var unused = new JettyPort(handler, connections);
  }

  /** Opens a port with this handler. */
  static JettyPort open(InetSocketAddress address, Handler handler, Connections connections)
      throws IOException {
    var port = new JettyPort(handler, connections);
    var channel = ServerSocketChannel.open();
    try {
      channel.bind(address, BACKLOG);
      port.connector.open(channel);
      port.server.start();
    } catch (Exception e) {
      channel.close();
      port.close();
      throw e instanceof IOException io ? io : new IOException("http: " + e.getMessage(), e);
    }
    port.tick();
    return port;
  }

  private void tick() {
    connections.tick();
    scheduler.schedule(this::tick, 1, TimeUnit.SECONDS);
  }

  /**
   * Answers a request that Jetty itself refuses, such as one with too large a header, by its
   * status.
   */
  private static boolean error(Request request, Response response, Callback callback) {
    var text = HttpStatus.getMessage(response.getStatus()) + "\n";
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Page.TEXT);
    response.write(true, BufferUtil.toBuffer(text, StandardCharsets.UTF_8), callback);
    return true;
  }

  int number() {
    return connector.getLocalPort();
  }

  /** Waits briefly for requests in progress, then closes all connections. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("closing the HTTP port failed", e);
    }
  }
}
