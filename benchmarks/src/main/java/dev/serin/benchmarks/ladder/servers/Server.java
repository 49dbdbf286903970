package dev.serin.benchmarks.ladder.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server that runs as a process of its own, until it is closed. Thread-safe. */
public final class Server implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("\\b(grpc|http)=127\\.0\\.0\\.1:(\\d+)");
  private static final long STEP_MILLIS = 20;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final long STOP_SECONDS = 10;

  private final Process process;
  private final Path log;
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private volatile boolean ended;

  private Server(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a server that says its ports on a line such as {@code ready grpc=127.0.0.1:8001}. */
  public static Server start(Command command) throws IOException, InterruptedException {
    var server = launch(command);
    long start = System.nanoTime();
    while (!server.ports.containsKey("grpc")) {
      if (server.ended || System.nanoTime() - start > PATIENCE_NANOS) {
        server.close();
        throw new IOException(
            command.words().get(0) + ": did not start (" + server.log + " says why)");
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
    return server;
  }

  /** Starts a server that was told to listen on a port. */
  public static Server start(Command command, int port) throws IOException {
    var server = launch(command);
    server.ports.put("grpc", port);
    return server;
  }

  private static Server launch(Command command) throws IOException {
    Files.createDirectories(command.folder());
    var log = command.folder().resolve("log");
    var builder = new ProcessBuilder(Guard.command(command.words()))
        .directory(command.folder().toFile())
        .redirectError(ProcessBuilder.Redirect.to(log.toFile()));
    builder.environment().putAll(command.environment());
    var server = new Server(builder.start(), log);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "ladder-stop"));
    var reader = new Thread(server::read, "ladder-output");
    reader.setDaemon(true);
    reader.start();
    return server;
  }

  /** Returns the port for calls. */
  public int port() {
    return ports.getOrDefault("grpc", 0);
  }

  /** Returns the port for metrics, if the server has one. */
  public OptionalInt metricsPort() {
    var port = ports.get("http");
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** Returns the id of the server's process, below that of its guard. */
  public long pid() {
    return process
        .children()
        .map(ProcessHandle::pid)
        .min(java.util.Comparator.naturalOrder())
        .orElse(process.pid());
  }

  /** Returns the processor time that the server and all that it started have taken. */
  public ServerCpu cpu() {
    return ServerCpu.of(process.toHandle());
  }

  /** Throws IllegalStateException if the server has ended by itself. */
  public void check() {
    if (ended) {
      throw new IllegalStateException("server: has ended (" + log + " says why)");
    }
  }

  @Override
  public synchronized void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (var lines = new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var copy =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        copy.write(line + "\n");
        copy.flush();
        var address = ADDRESS.matcher(line);
        // The port for calls comes last, because its being there says that all are.
        int calls = 0;
        while (address.find()) {
          int port = Integer.parseInt(address.group(2));
          if (address.group(1).equals("http")) {
            ports.put("http", port);
          } else {
            calls = port;
          }
        }
        if (calls > 0) {
          ports.put("grpc", calls);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ended = true;
    }
  }
}
