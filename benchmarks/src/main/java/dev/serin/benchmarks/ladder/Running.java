package dev.serin.benchmarks.ladder;

import dev.serin.benchmarks.ladder.load.ClosedLoop;
import dev.serin.benchmarks.ladder.load.Load;
import dev.serin.benchmarks.ladder.load.OpenLoop;
import dev.serin.benchmarks.ladder.load.Requests;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.benchmarks.ladder.report.Cell;
import dev.serin.benchmarks.ladder.servers.Rung;
import dev.serin.benchmarks.ladder.servers.Server;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A rung whose server runs. */
record Running(Rung rung, Model model, Server server, Requests requests) implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final double PROBE_SECONDS = 0.1;

  /** Calls until an answer is the expected one; throws the last failure after two minutes. */
  void awaitReady() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      server.check();
      try (var load = new ClosedLoop(server.port(), requests, 1)) {
        load.start();
        if (load.count(PROBE_SECONDS).replies() > 0) {
          return;
        }
      } catch (IOException | IllegalStateException e) {
        if (System.nanoTime() - start > PATIENCE_NANOS) {
          throw e;
        }
        TimeUnit.NANOSECONDS.sleep((long) (PROBE_SECONDS * 1e9));
      }
    }
  }

  Load closed(int inFlight) throws IOException {
    return new ClosedLoop(server.port(), requests, inFlight);
  }

  Load open(double perSecond, int seed) throws IOException {
    return new OpenLoop(server.port(), requests, perSecond, seed);
  }

  Cell closedCell(int inFlight) {
    return Cell.closed(rung.name(), rung.split(), model.label(), inFlight);
  }

  Cell openCell(int percent) {
    return Cell.open(rung.name(), rung.split(), model.label(), percent);
  }

  @Override
  public void close() {
    server.close();
  }
}
