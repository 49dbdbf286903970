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
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Triton from the package nvidia-pytriton, whose only backend is Python, with dynamic batching.
 *
 * @param instances the number of Python processes
 */
public record Triton(String name, int instances) implements Rung {
  private static final String PEER = "triton";
  private static final int MAX_BATCH = 64;

  @Override
  public String what() {
    return "Triton, Python backend over ONNX Runtime, dynamic_batching {}, max_batch_size "
        + MAX_BATCH + ", instances " + instances;
  }

  @Override
  public boolean measures(Model model) {
    return instances == 1 || model == Model.MLP_L;
  }

  @Override
  public Optional<String> missing(Place place, Model model) {
    return Programs.missing(place, PEER, "python");
  }

  @Override
  public Requests requests(Rows rows) {
    return Requests.of(Protocol.OPEN_INFERENCE, rows);
  }

  @Override
  public Server start(Place place, Model model) throws IOException {
    var folder = place.fresh(name + "-" + model.label());
    var packages = Programs.packages(place, PEER);
    var triton = packages.resolve("pytriton").resolve("tritonserver");
    var repository = folder.resolve("models");
    var backends = backends(triton, Programs.python(place, PEER), folder);
    Programs.copy("triton.py", repository.resolve(model.label()).resolve("1").resolve("model.py"));
    Files.writeString(
        repository.resolve(model.label()).resolve("config.pbtxt"),
        config(model, place.models().file(model, 1)));
    int port = Programs.freePorts(1).get(0);
    var words = List.of(
        triton.resolve("bin").resolve("tritonserver").toString(),
        "--model-repository=" + repository,
        "--backend-directory=" + backends,
        "--grpc-address=127.0.0.1",
        "--grpc-port=" + port,
        "--allow-http=false",
        "--allow-metrics=false");
    var environment = Map.of(
        "PATH", Programs.path(place, PEER),
        "PYTHONPATH", packages.toString(),
        "LD_LIBRARY_PATH", packages.resolve("nvidia_pytriton.libs").toString());
    return Server.start(new Command(words, environment, folder), port);
  }

  /** Puts the Python backend and its stub for this Python where Triton looks for both. */
  private static Path backends(Path triton, Path python, Path folder) throws IOException {
    var backends = folder.resolve("backends");
    var to = Files.createDirectories(backends.resolve("python"));
    try (var files = Files.list(triton.resolve("backends").resolve("python"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        copy(file, to);
      }
    }
    copy(
        triton
            .resolve("python_backend_stubs")
            .resolve(String.valueOf(python.getFileName()).substring("python".length()))
            .resolve("triton_python_backend_stub"),
        to);
    return backends;
  }

  private static void copy(Path file, Path to) throws IOException {
    Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private String config(Model model, Path file) {
    return """
        backend: "python"
        max_batch_size: %d
        input [{ name: "input" data_type: TYPE_FP32 dims: [%s] }]
        output [{ name: "output" data_type: TYPE_FP32 dims: [%d] }]
        dynamic_batching {}
        instance_group [{ count: %d kind: KIND_CPU }]
        parameters { key: "file" value: { string_value: "%s" } }
        """.formatted(MAX_BATCH, Programs.sizes(model), model.outputs(), instances, file);
  }
}
