package dev.serin.benchmarks.ladder.peers;

import dev.serin.benchmarks.ladder.load.Protocol;
import dev.serin.benchmarks.ladder.load.Requests;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.benchmarks.ladder.models.Rows;
import dev.serin.benchmarks.ladder.servers.Command;
import dev.serin.benchmarks.ladder.servers.Place;
import dev.serin.benchmarks.ladder.servers.Rung;
import dev.serin.benchmarks.ladder.servers.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MLServer with adaptive batching.
 *
 * @param workers the number of further processes that run the model; 0 for none
 */
public record MlServer(String name, int workers) implements Rung {
  private static final String PEER = "mlserver";
  private static final int MAX_BATCH = 64;

  @Override
  public String what() {
    return "MLServer, custom runtime over ONNX Runtime, max_batch_size " + MAX_BATCH
        + ", max_batch_time 1 ms, parallel_workers " + workers;
  }

  @Override
  public boolean measures(Model model) {
    return workers == 0 || model == Model.MLP_L;
  }

  @Override
  public Optional<String> missing(Place place, Model model) {
    return Programs.missing(place, PEER, "mlserver");
  }

  @Override
  public Requests requests(Rows rows) {
    return Requests.of(Protocol.OPEN_INFERENCE, rows);
  }

  @Override
  public Server start(Place place, Model model) throws IOException {
    var folder = place.fresh(name + "-" + model.label());
    var ports = Programs.freePorts(3);
    Programs.copy("mlserver.py", folder.resolve("ladder_runtime.py"));
    Files.writeString(folder.resolve("settings.json"), """
        {"host": "127.0.0.1", "grpc_port": %d, "http_port": %d, "metrics_port": %d,
         "parallel_workers": %d, "debug": false, "gzip_enabled": false}
        """.formatted(
            ports.get(0), ports.get(1), ports.get(2), workers));
    var file = place.models().file(model, 1);
    Files.writeString(
        Files.createDirectories(folder.resolve(model.label())).resolve("model-settings.json"),
        """
        {"name": "%s", "implementation": "ladder_runtime.OnnxModel",
         "max_batch_size": %d, "max_batch_time": 0.001,
         "parameters": {"uri": "%s", "version": "1"}}
        """.formatted(model.label(), MAX_BATCH, file));
    var program = place.peers().resolve(PEER).resolve("bin").resolve("mlserver");
    var environment = Map.of("PATH", Programs.path(place, PEER), "PYTHONPATH", folder.toString());
    return Server.start(
        new Command(List.of(program.toString(), "start", "."), environment, folder), ports.get(0));
  }
}
