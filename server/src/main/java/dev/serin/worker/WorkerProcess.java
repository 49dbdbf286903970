package dev.serin.worker;

import dev.serin.model.ProcessEndedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of one worker, which leaves nothing behind. Thread-safe. */
final class WorkerProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);
  private static final String SOCKET = "s";
  /** The longest path of a socket in bytes. */
  private static final int MAX_PATH_BYTES = 106;

  private static final long STEP_MILLIS = 5;
  /** About a second. */
  private static final int BEAT_STEPS = 50;

  private static final long STOP_SECONDS = 5;

  private final Path folder;
  private final Process process;
  private final Watch watch;
  private final BlockingQueue<Connection> free;
  private final List<Connection> connections;

  private WorkerProcess(Path folder, Process process, Watch watch, List<Connection> connections) {
    this.folder = folder;
    this.process = process;
    this.watch = watch;
    this.connections = List.copyOf(connections);
    this.free = new ArrayBlockingQueue<>(connections.size(), false, connections);
  }

  /**
   * Starts a process and waits until it has connected.
   *
   * @param parent the folder for the worker's own folder
   * @param connections how many runs may go on at a time
   * @throws IOException if it cannot be started, or ends before
   */
  static WorkerProcess start(Starting starting, Path parent, Limits limits, int connections)
      throws IOException {
    var folder = Files.createTempDirectory(parent, "worker-");
    var forSocket = fits(folder) ? folder : Files.createTempDirectory("serin-");
    try {
      return start(starting, folder, forSocket.resolve(SOCKET), limits, connections);
    } catch (IOException | RuntimeException e) {
      delete(folder);
      throw e;
    } finally {
      Files.deleteIfExists(forSocket.resolve(SOCKET));
      if (!forSocket.equals(folder)) {
        Files.delete(forSocket);
      }
    }
  }

  /** Whether a socket can have a path in a folder. */
  private static boolean fits(Path folder) {
    return folder.resolve(SOCKET).toString().getBytes(StandardCharsets.UTF_8).length
        <= MAX_PATH_BYTES;
  }

  private static WorkerProcess start(
      Starting starting, Path folder, Path socket, Limits limits, int connections)
      throws IOException {
    try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket));
      listening.configureBlocking(false);
      var process = starting.start(folder, socket);
      try {
        var watch = Watch.of(process, LastLines.of(process), limits);
        var opened = accept(listening, process, watch, connections + 1);
        watch.listen(new Heartbeat(opened.remove(connections), BEAT_STEPS));
        return new WorkerProcess(
            folder, process, watch, opened.stream().map(Connection::new).toList());
      } catch (IOException | RuntimeException e) {
        int unused = Watch.awaitEnd(process.destroyForcibly());
        throw e;
      }
    }
  }

  /** Starts a process that connects to a socket. */
  interface Starting {
    Process start(Path folder, Path socket) throws IOException;
  }

  private static List<SocketChannel> accept(
      ServerSocketChannel listening, Process process, Watch watch, int count) throws IOException {
    var opened = new ArrayList<SocketChannel>();
    try {
      while (opened.size() < count) {
        var channel = listening.accept();
        if (channel != null) {
          opened.add(channel);
        } else if (process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new IOException(watch.reason());
        }
      }
      return opened;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while starting");
    } finally {
      if (opened.size() < count) {
        opened.forEach(WorkerProcess::close);
      }
    }
  }

  Watch watch() {
    return watch;
  }

  /** Returns a connection that is not in use; {@link #give} gives it back. */
  Connection take() throws InterruptedException {
    return free.take();
  }

  void give(Connection connection) {
    free.add(connection);
  }

  /** Says how the process ended, after a connection failed; ends it if it has not. */
  ProcessEndedException failed(IOException cause) {
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        watch.end("its connection failed: " + cause.getMessage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      watch.close();
    }
    return watch.ended();
  }

  long pid() {
    return process.pid();
  }

  /** How it ended; empty if it runs. */
  Optional<ProcessEndedException> ended() {
    return process.isAlive() ? Optional.empty() : Optional.of(watch.ended());
  }

  /** Ends the process; no run may be going on. */
  @Override
  public void close() {
    connections.forEach(WorkerProcess::close);
    watch.close();
    int unused = Watch.awaitEnd(process);
    delete(folder);
  }

  private static void close(AutoCloseable connection) {
    try {
      connection.close();
    } catch (Exception e) {
      log.debug("a worker's connection cannot be closed", e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      log.warn("{} cannot be deleted", folder, e);
    }
  }
}
