package dev.serin.triton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.GivenCall;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Elements;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpsTest {
  @TempDir
  private Path folder;

  @Test
  void calls_zeros_areZeros() throws Exception {
    var call = call("data_type: TYPE_FP32 dims: [2] zero_data: true", "count: 4");

    assertThat(call.source()).isEqualTo("config.pbtxt: model_warmup w");
    assertThat(call.runs()).isEqualTo(4);
    assertThat(x(call).data()).isEqualTo(Tensor.ofFloats(Shape.of(2), 0, 0).data());
  }

  @Test
  void calls_rowsOfAModelWithThem_comeFirst() throws Exception {
    var text = "data_type: TYPE_STRING dims: [2] zero_data: true";

    assertThat(shape("max_batch_size: 8", text, "batch_size: 3")).isEqualTo(Shape.of(3, 2));
    assertThat(shape("max_batch_size: 8", text, "")).isEqualTo(Shape.of(1, 2));
    assertThat(shape("", text, "batch_size: 3")).isEqualTo(Shape.of(2));
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void calls_random_areTheSameEachTimeAndValid(DataType type) throws Exception {
    var text = "data_type: TYPE_" + type + " dims: [50] random_data: true";

    var tensor = x(call(text, ""));

    assertThat(tensor.data()).isEqualTo(x(call(text, "")).data());
    assertThat(tensor.type()).isEqualTo(type);
  }

  @Test
  void calls_randomReals_areFrom0To1AndDiffer() throws Exception {
    var tensor = x(call("data_type: TYPE_FP16 dims: [9] random_data: true", ""));

    assertThat(List.of(new Elements(tensor).real(0), new Elements(tensor).real(1)))
        .doesNotHaveDuplicates()
        .allSatisfy(value -> assertThat(value).isBetween(0f, 1f));
  }

  @Test
  void calls_file_isItsBytes() throws Exception {
    Files.createDirectories(folder.resolve("warmup"));
    Files.write(folder.resolve("warmup/x.bin"), new byte[] {1, 0, 2, 0});

    var tensor = x(call("data_type: TYPE_INT16 dims: [2] input_data_file: 'x.bin'", ""));

    assertThat(new Elements(tensor).whole(1)).isEqualTo(2);
  }

  /** A link could lead to any file of the machine. */
  @Test
  void calls_folderThatIsALink_isNotFollowed() throws Exception {
    Files.createDirectories(folder.resolve("elsewhere"));
    Files.write(folder.resolve("elsewhere/x.bin"), new byte[2]);
    Files.createSymbolicLink(folder.resolve("warmup"), folder.resolve("elsewhere"));

    assertThat(
            call("data_type: TYPE_INT16 dims: [1] input_data_file: 'x.bin'", "").problem())
        .contains("x: warmup is a symbolic link (expected: a folder)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "dims: 1 zero_data: true |x: no data_type (expected: one)",
        "data_type: TYPE_INT8 dims: [-1] zero_data: true |x: dims: [-1] (expected: sizes)",
        "data_type: TYPE_INT8 dims: 1 |x: no data (expected: zero_data, random_data or"
            + " input_data_file)",
        "data_type: TYPE_INT8 dims: 1 input_data_file: '../x' |x: input_data_file: ../x"
            + " (expected: the name of a file in warmup)",
        "data_type: TYPE_INT8 dims: 1 input_data_file: 'none' |x: warmup/none cannot be read: ",
        "data_type: TYPE_INT8 dims: 99999999 zero_data: true |x: INT8 [99999999] (expected: at"
            + " most 67108864 bytes in all calls)",
        "data_type: TYPE_INT8 dims: [999999999999,999999999999] zero_data: true |x: "
      })
  void calls_thatCannotBeMade_sayWhy(String input, String problem) throws Exception {
    assertThat(call(input, "").problem())
        .hasValueSatisfying(text -> assertThat(text).startsWith(problem));
  }

  private static Tensor x(GivenCall call) {
    return Objects.requireNonNull(call.inputs().orElseThrow().get("x"));
  }

  private GivenCall call(String input, String more) throws Exception {
    return call("", input, more);
  }

  private Shape shape(String model, String input, String more) throws Exception {
    return x(call(model, input, more)).shape();
  }

  private GivenCall call(String model, String input, String more) throws Exception {
    var text = model + " model_warmup { name: 'w' " + more + " inputs { key: 'x' value { " + input
        + " } } }";
    return new WarmUps(ConfigText.parse(text).config(), folder).calls().get(0);
  }
}
