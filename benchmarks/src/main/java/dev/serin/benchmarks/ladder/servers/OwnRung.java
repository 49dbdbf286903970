package dev.serin.benchmarks.ladder.servers;

import dev.serin.benchmarks.ladder.load.Protocol;
import dev.serin.benchmarks.ladder.load.Requests;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.benchmarks.ladder.models.Rows;
import java.io.IOException;

/**
 * A bare server of the ladder's own.
 *
 * @param kind what {@link dev.serin.benchmarks.ladder.rungs.Main} calls it
 */
public record OwnRung(String name, String kind, String what) implements Rung {
  /** What gRPC and the messages cost. */
  public static final OwnRung ECHO =
      new OwnRung("L1", "echo", "bare grpc-java, direct executor, answers with zeros");
  /** A run for each call, on the thread that read it. */
  public static final OwnRung INLINE =
      new OwnRung("L2a", "inline", "L1 and ONNX Runtime on the event loop, one run for each call");
  /** The server that everyone writes first. */
  public static final OwnRung NAIVE = new OwnRung(
      "naive", "naive", "default executor, float[][], default session, one run for each call");
  /** The ceiling. */
  public static final OwnRung BATCHED =
      new OwnRung("L2b", "batched", "L1 and batching without a timer: the ceiling");

  @Override
  public Requests requests(Rows rows) {
    return kind.equals("echo") ? Requests.echoes(rows) : Requests.of(Protocol.SERIN, rows);
  }

  @Override
  public Server start(Place place, Model model) throws IOException, InterruptedException {
    return Server.start(place.own(
        place.fresh(name + "-" + model.label()),
        "dev.serin.benchmarks.ladder.rungs.Main",
        kind,
        model.label(),
        place.models().file(model, 1).toString()));
  }
}
