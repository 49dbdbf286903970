package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Shadowed;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.onnx.ModelFile;
import dev.serin.onnx.OnnxLoader;
import dev.serin.onnx.OnnxModels;
import dev.serin.server.Digits;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Candidates that are real models, on real calls. */
class DigitsCandidateTest {
  private static final int CALLS = 40;

  @TempDir
  Path folder;

  private TestServing serin;
  private LoadedVersion stable;
  private LoadedVersion candidate;

  @BeforeEach
  void start() throws Exception {
    serin = new TestServing(folder);
    stable = version(1, sample(1));
    candidate = version(2, sample(2));
    serin.publish(stable, serin.two);
    serin.measure("output");
  }

  @AfterEach
  void stop() {
    stable.retire();
    candidate.retire();
  }

  @Test
  void preflight_goodVersion_passes() {
    serve();

    assertThat(serin.serving.preflight().run("m", candidate, stable))
        .isEqualTo(new PreflightResult(CALLS, Optional.empty()));
  }

  @Test
  void preflight_versionThatFailsOnSomeCalls_isFound() throws Exception {
    var half = version(1, OnnxModels.identity(DataType.FP32, -1, 2));
    var zero = version(2, OnnxModels.divideByItself(-1, 2));
    serin.publish(half, serin.two);
    serin.serve(Calls.good().inputs(row(1, 0)).user(serin.userOf(1)).at(serin.nanos.get()));

    assertThat(serin.serving.preflight().run("m", zero, half).problem())
        .contains("m/2 on a recent call: output y: NaN (expected: a finite number)");
    half.retire();
    zero.retire();
  }

  @Test
  void shadow_goodVersion_agreesMostly() {
    serin.shadow(candidate, 1);
    serin.publish(stable, serin.two);

    serve();

    assertThat(serin.copies).hasSize(CALLS);
    assertThat(serin.copies.stream().filter(Shadowed::agrees).count())
        .isBetween(CALLS * 8L / 10, (long) CALLS);
  }

  private void serve() {
    for (int i = 0; i < CALLS; i++) {
      serin.nextId.set(i);
      var pixels =
          Tensor.of(DataType.FP32, Shape.of(1, 64), Digits.row(i).tensor().raw());
      serin.serve(
          Calls.good().inputs(Map.of("input", pixels)).user(serin.userOf(1)).at(serin.nanos.get()));
      serin.shadowThreads.runAll();
    }
  }

  private static Map<String, Tensor> row(float... values) {
    return Map.of("x", Tensor.ofFloats(Shape.of(1, values.length), values));
  }

  private static byte[] sample(int version) throws Exception {
    return Files.readAllBytes(
        Path.of("..", "models", "repository", "digits", version + "", "model.onnx"));
  }

  private static LoadedVersion version(long version, byte[] model) throws Exception {
    var id = new VersionId("m", version);
    return new LoadedVersion(id, "", ModelFile.load(new OnnxLoader(), id, model));
  }
}
