package dev.serin.server;

import dev.serin.onnx.OnnxLoader;
import dev.serin.serving.Time;
import dev.serin.worker.WorkerServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** The process that serves one version for a gateway; {@link WorkerLaunch} starts it. */
public final class WorkerMain {
  private WorkerMain() {}

  /** Takes the socket, the number of connections, the threads of an operator, the run's limit. */
  public static void main(String[] arguments) throws Exception {
    mayBeKilledFirst();
    endWithTheGateway();
    int threads = Integer.parseInt(arguments[2]);
    var loader = new OnnxLoader(model -> threads, Duration.parse(arguments[3]));
    var ofThread = Time.ofMachine(System::nanoTime, InstantSource.system()).work();
    // The processor time of one thread does not tell how long several take.
    new WorkerServer(loader, threads > 1 ? System::nanoTime : ofThread)
        .serve(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Runtime.getRuntime().halt(0);
  }

  /** A machine that runs out of memory ends this process before any other. */
  private static void mayBeKilledFirst() {
    try {
      Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
    } catch (IOException e) {
      System.err.println("oom_score_adj stays as it is: " + e);
    }
  }

  /** The gateway holds the other end of the input, and never writes. */
  private static void endWithTheGateway() {
    var thread = new Thread(
        () -> {
          try {
            int unused = System.in.read();
          } catch (IOException e) {
            System.err.println("the input cannot be read: " + e);
          }
          Runtime.getRuntime().halt(0);
        },
        "serin-worker-end");
    thread.setDaemon(true);
    thread.start();
  }
}
