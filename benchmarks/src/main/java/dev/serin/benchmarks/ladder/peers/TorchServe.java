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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * TorchServe with batching, called over its own protocol.
 *
 * @param workers the number of Python processes
 */
public record TorchServe(String name, int workers) implements Rung {
  private static final String PEER = "torchserve";
  private static final int MAX_BATCH = 64;
  private static final int PORTS = 5;

  @Override
  public String what() {
    return "TorchServe, custom handler over ONNX Runtime, batchSize " + MAX_BATCH
        + ", maxBatchDelay 1 ms, workers " + workers;
  }

  @Override
  public boolean measures(Model model) {
    return workers == 1 || model == Model.MLP_L;
  }

  @Override
  public Optional<String> missing(Place place, Model model) {
    return Programs.missing(place, PEER, "torchserve");
  }

  @Override
  public Requests requests(Rows rows) {
    return Requests.of(Protocol.TORCHSERVE, rows);
  }

  @Override
  public Server start(Place place, Model model) throws IOException {
    var folder = place.fresh(name + "-" + model.label());
    var packages = Programs.packages(place, PEER);
    var ports = Programs.freePorts(PORTS);
    store(folder.resolve("store").resolve(model.label()), model, place.models().file(model, 1));
    Programs.copy("torch.py", folder.resolve("stand-in").resolve("torch.py"));
    var config = Files.writeString(folder.resolve("config.properties"), config(model, ports));
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(Place.flags());
    words.addAll(List.of(
        "-Dmodel_server_home=" + packages,
        "-Djava.io.tmpdir=" + folder,
        "-cp",
        packages.resolve("ts").resolve("frontend").resolve("model-server.jar").toString(),
        "org.pytorch.serve.ModelServer",
        "--python",
        place.peers().resolve(PEER).resolve("bin").resolve("python").toString(),
        "-f",
        config.toString(),
        "-s",
        folder.resolve("store").toString(),
        "-ncs",
        "--disable-token-auth"));
    var environment = Map.of(
        "PATH", Programs.path(place, PEER),
        "PYTHONPATH", folder.resolve("stand-in").toString(),
        "LOG_LOCATION", folder.toString(),
        "METRICS_LOCATION", folder.toString());
    return Server.start(new Command(words, environment, folder), ports.get(0));
  }

  private static void store(Path folder, Model model, Path file) throws IOException {
    Programs.copy("torchserve.py", folder.resolve("handler.py"));
    Files.writeString(
        folder.resolve("model.json"),
        "{\"file\": \"" + file + "\", \"shape\": [" + Programs.sizes(model) + "]}\n");
    Files.writeString(
        Files.createDirectories(folder.resolve("MAR-INF")).resolve("MANIFEST.json"),
        """
        {"runtime": "python", "archiverVersion": "0.12.0",
         "model": {"modelName": "%s", "handler": "handler.py", "modelVersion": "1.0"}}
        """.formatted(model.label()));
  }

  private String config(Model model, List<Integer> ports) {
    return """
        grpc_inference_address=127.0.0.1
        grpc_inference_port=%d
        grpc_management_address=127.0.0.1
        grpc_management_port=%d
        inference_address=http://127.0.0.1:%d
        management_address=http://127.0.0.1:%d
        metrics_address=http://127.0.0.1:%d
        load_models=%6$s
        models={"%6$s": {"1.0": {"defaultVersion": true, "marName": "%6$s", "minWorkers": %7$d, \
        "maxWorkers": %7$d, "batchSize": %8$d, "maxBatchDelay": 1}}}
        """.formatted(
            ports.get(0),
            ports.get(1),
            ports.get(2),
            ports.get(3),
            ports.get(4),
            model.label(),
            workers,
            MAX_BATCH);
  }
}
