package dev.serin.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.model.ModelLoadException;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxLoaderTest {
  private final OnnxLoader loader = new OnnxLoader();

  @ParameterizedTest
  @EnumSource(DataType.class)
  void load_anyType_isInTheSignature(DataType type) throws Exception {
    try (var predictor = load(OnnxModels.identity(type, -1, 3))) {
      assertThat(predictor.signature().inputs())
          .containsExactly(new TensorSpec("x", type, Shape.of(Shape.ANY, 3)));
      assertThat(predictor.signature().outputs())
          .containsExactly(new TensorSpec("y", type, Shape.of(Shape.ANY, 3)));
    }
  }

  @Test
  void load_moreThreads_works() throws Exception {
    var model = OnnxModels.add(1, -1);
    try (var predictor = new OnnxLoader(2).load(new VersionId("m", 1), model)) {
      assertThat(predictor.signature().inputs()).hasSize(1);
    }
  }

  @Test
  void new_noThread_isRefused() {
    assertThatThrownBy(() -> new OnnxLoader(0))
        .hasMessage("intraOpThreads: 0 (expected: at least 1)");
  }

  @Test
  void load_empty_isRefused() {
    assertRefused(new byte[0], "the file is empty");
  }

  @Test
  void load_text_isRefused() {
    assertRefused(
        "version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.UTF_8),
        "not an ONNX model, or cut");
  }

  @Test
  void load_everyPrefixOfAModel_isRefusedOrLoads() {
    var model = OnnxModels.add(1, -1);

    for (int length = 0; length < model.length; length++) {
      var cut = Arrays.copyOf(model, length);
      assertThatCode(() -> load(cut).close())
          .as("cut at %d", length)
          .satisfiesAnyOf(
              failure -> assertThat(failure).isNull(),
              failure -> assertThat(failure).isInstanceOf(ModelLoadException.class));
    }
  }

  @Test
  void load_randomBytes_isRefused() {
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      var bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      assertThatThrownBy(() -> load(bytes))
          .as("seed 7, draw %d", i)
          .isInstanceOf(ModelLoadException.class);
    }
  }

  @Test
  void load_runtimesOwnFormat_isRefused() {
    var bytes = new byte[64];
    System.arraycopy("ORTM".getBytes(StandardCharsets.UTF_8), 0, bytes, 4, 4);

    assertRefused(bytes, "not an ONNX model, or cut");
  }

  @Test
  void load_sequence_isRefused() {
    assertRefused(OnnxModels.sequence(-1), "output y: a sequence (expected: a tensor)");
  }

  @Test
  void load_float8_isRefused() {
    assertRefused(OnnxModels.identityOf(17, -1), "elements of a type that cannot be served");
  }

  @Test
  void load_unknownOperator_isRefused() {
    assertRefused(OnnxModels.unknownOperator(-1), "NoSuchOperator");
  }

  @Test
  void load_formatOfTheFuture_isRefusedInPlainWords() {
    var model = OnnxModels.add(1, -1);
    // The last value of a field counts; this one is the version of the format.
    var future = Arrays.copyOf(model, model.length + 2);
    future[model.length] = 8;
    future[model.length + 1] = 14;

    assertThatThrownBy(() -> load(future))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageMatching("not a model that can be loaded: "
            + "Unsupported model IR version: 14, max supported IR version: \\d+");
    assertRefused(future, "Unsupported model IR version: 14");
  }

  @Test
  void load_inputWithoutShape_isRefused() {
    assertRefused(OnnxModels.withoutShape(), "input x: no shape");
  }

  private void assertRefused(byte[] model, String reason) {
    assertThatThrownBy(() -> load(model))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("/")
        .hasMessageNotContaining("::")
        .hasMessageNotContaining("ORT_");
  }

  private Predictor load(byte[] model) throws ModelLoadException {
    return loader.load(new VersionId("m", 1), model);
  }
}
