package dev.serin.triton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.model.EmptyInputs;
import dev.serin.model.ModelLoadException;
import dev.serin.model.Signature;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.TensorSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model with inputs x FP32 [-1,4] and t STRING [-1,1] and outputs y FP32 [-1,3], c INT64 [-1].
 */
class DescribedTest {
  private static final Signature MODEL = new Signature(
      List.of(
          new TensorSpec("x", DataType.FP32, Shape.of(-1, 4)),
          new TensorSpec("t", DataType.STRING, Shape.of(-1, 1))),
      List.of(
          new TensorSpec("y", DataType.FP32, Shape.of(-1, 3)),
          new TensorSpec("c", DataType.INT64, Shape.of(-1))),
      EmptyInputs.ALLOWED,
      Map.of("c", List.of("own")));

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "max_batch_size: 4",
        "max_batch_size: 4 input { name: 'x' data_type: TYPE_FP32 dims: 4 }"
            + " input { name: 't' data_type: TYPE_STRING dims: [1] }",
        "input [{ name: 'x' dims: [-1, 4] }, { name: 't' dims: [7, 1] }]",
        "max_batch_size: 4 output { name: 'y' data_type: TYPE_FP32 dims: 3 }",
        "output { name: 'c' data_type: TYPE_INT64 }"
      })
  void served_modelAsDescribed_hasItsOwnSignature(String text) throws Exception {
    var served = served(text);

    assertThat(served).isEqualTo(MODEL);
    assertThat(served.classes("c")).containsExactly("own");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "input { name: 'z' dims: 4 } |input: z (expected: one of [x FP32 [-1,4], t STRING"
            + " [-1,1]], as in the model)",
        "input { name: 'x' } |input: [x] without t (expected: all of [x FP32 [-1,4], t STRING"
            + " [-1,1]], as in the model)",
        "input { name: 'x' data_type: TYPE_FP64 dims: [-1, 4] } |input x: FP64 [-1,4]"
            + " (expected: FP32 [-1,4], as in the model)",
        "max_batch_size: 4 input { name: 'x' data_type: TYPE_FP32 dims: 5 } |input x: FP32 [-1,5]"
            + " with the rows of max_batch_size 4 (expected: FP32 [-1,4], as in the model)",
        "input { name: 'x' dims: 4 } |input x: [4] (expected: FP32 [-1,4], as in the model)",
        "input { name: 'x' dims: [-1,-1] } |input x: [-1,-1] (expected: FP32 [-1,4], as in the"
            + " model)",
        "input { name: 'x' dims: [-2,4] } |input x: dims: -2 (expected: a size, or -1)",
        "output { name: 'x' } |output: x (expected: one of [y FP32 [-1,3], c INT64 [-1]], as in"
            + " the model)"
      })
  void served_modelOfAnotherSignature_isRefusedWithBoth(String text, String reason) {
    assertThatThrownBy(() -> served(text))
        .isInstanceOf(ModelLoadException.class)
        .hasMessage("config.pbtxt: " + reason);
  }

  /** Triton compares only the number of dimensions where the model fixes the first one. */
  @Test
  void served_rowsWhereTheModelHasAFixedSize_isRefused() {
    var fixed =
        new Signature(List.of(new TensorSpec("x", DataType.FP32, Shape.of(1, 4))), MODEL.outputs());

    assertThatThrownBy(
            () -> described("max_batch_size: 4 input { name: 'x' dims: 4 }").served(fixed))
        .hasMessage("config.pbtxt: input x: [-1,4] with the rows of max_batch_size 4 (expected:"
            + " FP32 [1,4], as in the model)");
  }

  @Test
  void served_labelFile_namesTheClasses() throws Exception {
    Files.writeString(folder.resolve("labels.txt"), "cat\r\ndög\nbird\n");

    var served = served("output { name: 'y' label_filename: 'labels.txt' }");

    assertThat(served.classes("y")).containsExactly("cat", "dög", "bird");
    assertThat(served.classes("c")).containsExactly("own");
  }

  @Test
  void served_labelFileMissing_isRefused() {
    assertThatThrownBy(() -> served("output { name: 'y' label_filename: 'labels.txt' }"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageStartingWith("config.pbtxt: label_filename: labels.txt (expected: a file in the"
            + " model's folder): ");
  }

  @Test
  void served_otherNumberOfLabels_isRefused() throws Exception {
    Files.writeString(folder.resolve("labels.txt"), "cat\ndog\n");

    assertThatThrownBy(() -> served("output { name: 'y' label_filename: 'labels.txt' }"))
        .hasMessage("config.pbtxt: label_filename: labels.txt: 2 lines (expected: 3, one for each"
            + " column of output y)");
  }

  /** A link could lead to any file of the machine. */
  @Test
  void served_labelFileThatIsALink_isRefused() throws Exception {
    Files.writeString(folder.resolve("secret"), "a\nb\nc\n");
    Files.createSymbolicLink(folder.resolve("labels.txt"), folder.resolve("secret"));

    assertThatThrownBy(() -> served("output { name: 'y' label_filename: 'labels.txt' }"))
        .isInstanceOf(ModelLoadException.class);
  }

  private Signature served(String text) throws ModelLoadException {
    return described(text).served(MODEL);
  }

  private Described described(String text) throws ModelLoadException {
    return new Described(ConfigText.parse(text).config(), folder);
  }
}
