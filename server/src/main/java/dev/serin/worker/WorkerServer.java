package dev.serin.worker;

import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelLoader;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The worker's side: loads one version and runs it for the gateway, one run at a time on each
 * connection. Confined to one thread, beside those of the connections.
 */
public final class WorkerServer {
  private final ModelLoader loader;
  private final LongSupplier work;

  /**
   * Returns a server.
   *
   * @param work what runs for the calling thread take, in nanoseconds: its processor time, or if
   *     several threads share a run, time
   */
  public WorkerServer(ModelLoader loader, LongSupplier work) {
    this.loader = loader;
    this.work = work;
  }

  /**
   * Connects to the gateway, loads what it says, and runs that until the gateway is gone.
   *
   * @param connections how many runs may go on at a time
   */
  public void serve(Path socket, int connections) throws IOException, InterruptedException {
    var opened = new ArrayList<Connection>();
    for (int i = 0; i < connections; i++) {
      opened.add(new Connection(connect(socket)));
    }
    var beats = connect(socket);
    start("serin-worker-beat", () -> answer(beats));
    var loaded = load(opened.get(0));
    if (loaded.isEmpty()) {
      return;
    }
    var predictor = loaded.get();
    var threads = new ArrayList<Thread>();
    for (var connection : opened) {
      threads.add(start("serin-worker-run", () -> runAll(connection, predictor)));
    }
    for (var thread : threads) {
      thread.join();
    }
    predictor.close();
  }

  private static SocketChannel connect(Path socket) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return channel;
  }

  private static Thread start(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Sends back what the gateway sends to see whether this process runs. */
  private static void answer(SocketChannel beats) {
    var beat = ByteBuffer.allocateDirect(1);
    try (beats) {
      while (beats.read(beat.clear()) > 0) {
        beats.write(beat.flip());
      }
    } catch (IOException e) {
      System.err.println("connection to the gateway: " + e);
    }
  }

  /** Loads what the gateway says, and tells it what that is, or why it cannot be loaded. */
  private Optional<Predictor> load(Connection connection) throws IOException {
    var asked = connection.receive(connection.await());
    var id = new VersionId(asked.text(), asked.number());
    var file = Path.of(asked.text());
    try {
      var predictor = loader.load(id, file);
      var reply = connection.message(0).text("");
      Description.of(predictor).write(reply);
      connection.send(reply);
      return Optional.of(predictor);
    } catch (ModelLoadException | IOException | RuntimeException e) {
      var reason = e instanceof ModelLoadException ? e.getMessage() : e.toString();
      connection.send(connection.message(0).text(String.valueOf(reason)));
      return Optional.empty();
    }
  }

  /** The gateway reserves the room. */
  private static void anyRoom(long bytes) {}

  private void runAll(Connection connection, Predictor predictor) {
    try (connection) {
      while (true) {
        run(connection, predictor);
      }
    } catch (EOFException gatewayGone) {
      return;
    } catch (IOException e) {
      System.err.println("connection to the gateway: " + e);
    }
  }

  private void run(Connection connection, Predictor predictor) throws IOException {
    var request = Runs.Request.read(connection.receive(connection.await()));
    long before = work.getAsLong();
    try {
      var answers = request.together()
          ? predictor.predict(
              request.inputs(), request.outputs(), request.limit(), WorkerServer::anyRoom)
          : List.of(predictor.predict(
              request.inputs().get(0), request.outputs(), request.limit(), WorkerServer::anyRoom));
      long worked = work.getAsLong() - before;
      var reply = connection.message(Runs.leastBytes(answers));
      Runs.answer(reply, worked, answers);
      connection.send(reply);
    } catch (PredictionException | RuntimeException e) {
      long worked = work.getAsLong() - before;
      var reply = connection.message(0);
      Runs.failure(reply, worked, e);
      connection.send(reply);
    }
  }
}
