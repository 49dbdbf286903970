package dev.serin.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Model;
import dev.serin.onnx.OnnxModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that want to end a gateway, take its memory or read its disk, while it serves others. */
@Tag("long")
class HostileModelsScenarioTest {
  private static final String SECRET = "/etc/passwd";

  @TempDir
  private Path folder;

  @Test
  void scan_hostileFiles_areAllRefusedOrContainedAndNoCallFails() throws Exception {
    TestGateway.copyVersion(folder, 1);
    var hostile = files();
    assertThat(hostile).hasSizeGreaterThanOrEqualTo(20);
    try (var serin = TestGateway.withWorkers(folder)) {
      var done = new AtomicBoolean();
      var calls = CompletableFuture.supplyAsync(() -> serin.callUntil(done));
      for (var file : hostile.entrySet()) {
        write(file.getKey(), file.getValue());
      }
      linked();
      for (var model : hostile.keySet()) {
        Await.until(model + " is decided", () -> decided(serin, model));
      }
      Await.until("link is decided", () -> decided(serin, "link"));
      done.set(true);

      assertThat(calls.join()).isPositive();
      assertThat(states(serin))
          .allSatisfy((model, state) ->
              assertThat(state).isEqualTo(model.equals("endless-loop") ? "READY" : "REJECTED"));
      assertThat(reason(serin, "gibibyte")).contains("took more than 1.0 GiB while ");
      assertThat(reason(serin, "endless-loop")).contains("stopped");
    }
  }

  /** The file of each model. */
  private Map<String, byte[]> files() throws IOException {
    var digits = Files.readAllBytes(folder.resolve("repository/digits/1/model.onnx"));
    var random = new byte[4_096];
    new Random(1).nextBytes(random);
    var files = new LinkedHashMap<String, byte[]>();
    files.put("empty", new byte[0]);
    files.put("random", random);
    files.put("text", "no model\n".getBytes(UTF_8));
    files.put("half", Arrays.copyOf(digits, digits.length / 2));
    files.put("zip", new byte[] {'P', 'K', 3, 4, 0, 0});
    files.put("length-beyond-the-end", new byte[] {0x3a, -1, -1, -1, -1, 7});
    files.put("endless-varint", filled(64, (byte) -1));
    files.put("groups", filled(1 << 16, (byte) 0x3b));
    files.put("recursion", OnnxModels.recursion());
    files.put("chain-of-functions", OnnxModels.functions(3_000, 1));
    files.put("tree-of-functions", OnnxModels.functions(30, 2));
    files.put("tree-behind-twins", OnnxModels.functionsAndHarmlessTwins(30, 2));
    files.put("nested-graphs", OnnxModels.nestedGraphs(20_000));
    files.put("gibibyte", OnnxModels.constantOfShape(true, 1 << 14, 1 << 14));
    files.put("terabyte", OnnxModels.constantOfShape(true, 1 << 20, 1 << 18));
    files.put("terabyte-spelled-out", OnnxModels.constantOfShape(false, 1 << 20, 1 << 18));
    files.put("declared-terabyte", OnnxModels.declares(1 << 20, 1 << 18));
    files.put("declared-overflow", OnnxModels.declares(1L << 62, 1L << 62));
    files.put("declared-less-than-none", OnnxModels.declares(-5));
    files.put("file-of-the-system", OnnxModels.externalData(SECRET, 1));
    files.put("file-above", OnnxModels.externalData("../../../../../.." + SECRET, 1));
    files.put("file-above-in-a-subgraph", OnnxModels.externalDataInSubgraph(SECRET));
    files.put("file-that-is-missing", OnnxModels.externalData("none", 1));
    files.put("part-beyond-the-end", OnnxModels.externalPart("model.onnx", 1L << 40, 4, 1));
    files.put("unknown-operator", OnnxModels.unknownOperator(1));
    files.put("unknown-type", OnnxModels.identityOf(17, 1));
    files.put("endless-loop", OnnxModels.endlessLoop(-1));
    return files;
  }

  private static byte[] filled(int length, byte with) {
    var bytes = new byte[length];
    Arrays.fill(bytes, with);
    return bytes;
  }

  /** A model whose data file is a link. */
  private void linked() throws IOException {
    var into = Files.createDirectories(folder.resolve("repository/link/1"));
    Files.createSymbolicLink(
        into.resolve("data"), Files.write(folder.resolve("secret"), new byte[4]));
    Files.write(into.resolve("model.onnx"), OnnxModels.externalData("data", 1));
  }

  private void write(String model, byte[] file) throws IOException {
    var into = Files.createDirectories(folder.resolve("repository/" + model + "/1"));
    Files.write(into.resolve("model.onnx"), file);
  }

  private static boolean decided(TestGateway serin, String model) {
    var state = states(serin).get(model);
    return state != null && !state.equals("LOADING");
  }

  private static Map<String, String> states(TestGateway serin) {
    var states = new TreeMap<String, String>();
    for (var model : serin.admin().models()) {
      if (!model.name().equals("digits")) {
        states.put(model.name(), version(model).state().name());
      }
    }
    return states;
  }

  private static String reason(TestGateway serin, String name) {
    return serin.admin().models().stream()
        .filter(model -> model.name().equals(name))
        .map(model -> version(model).reason())
        .findFirst()
        .orElseThrow();
  }

  private static Model.Version version(Model model) {
    return model.versions().get(0);
  }
}
