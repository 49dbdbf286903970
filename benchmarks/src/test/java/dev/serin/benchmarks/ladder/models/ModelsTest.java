package dev.serin.benchmarks.ladder.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelsTest {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource
  void run_batchOfTwo_isTwoBatchesOfOne(Model model) throws Exception {
    var files = new ModelFiles(folder);
    files.write(model);
    var rows = Rows.of(model, files.file(model, 1));
    var both = new float[2 * model.inputs()];
    System.arraycopy(rows.inputs().get(0), 0, both, 0, model.inputs());
    System.arraycopy(rows.inputs().get(1), 0, both, model.inputs(), model.inputs());

    float[] outputs;
    try (var session =
        OrtEnvironment.getEnvironment().createSession(files.file(model, 2).toString())) {
      outputs = Rows.run(session, model, 2, both);
    }

    assertThat(outputs).hasSize(2 * model.outputs());
    assertThat(outputs[0]).isCloseTo(rows.outputs().get(0)[0], within(1e-4f));
    assertThat(outputs[model.outputs()]).isCloseTo(rows.outputs().get(1)[0], within(1e-4f));
  }

  @ParameterizedTest
  @EnumSource
  void rows_differ(Model model) throws Exception {
    var files = new ModelFiles(folder);
    files.write(model);

    var outputs = Rows.of(model, files.file(model, 1)).outputs();

    assertThat(Math.abs(outputs.get(0)[0] - outputs.get(1)[0])).isGreaterThan(4e-3f);
  }

  @Test
  void write_twoVersions_computeTheSameFromDifferentFiles() throws Exception {
    var files = new ModelFiles(folder);
    files.write(Model.LR16);

    var first = files.file(Model.LR16, 1);
    var second = files.file(Model.LR16, 2);

    assertThat(Files.readAllBytes(first)).isNotEqualTo(Files.readAllBytes(second));
    assertThat(Rows.of(Model.LR16, first).outputs().get(0))
        .isEqualTo(Rows.of(Model.LR16, second).outputs().get(0));
  }

  @Test
  void write_largePerceptron_takes29Megabytes() throws Exception {
    var files = new ModelFiles(folder);
    files.write(Model.MLP_L);

    assertThat(Files.size(files.file(Model.MLP_L, 1))).isBetween(29_000_000L, 29_500_000L);
  }
}
