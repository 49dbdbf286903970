package dev.serin.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.serin.model.ModelLoadException;
import dev.serin.tensor.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelScanTest {

  @Test
  void check_completeModel_passes() {
    assertThatCode(() -> ModelScan.read(OnnxModels.identity(DataType.FP32, -1)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../weights.bin", "a/../../b", "*/_ORT_MEM_ADDR_/*", ""})
  void read_dataOutsideOfTheFolder_isRefused(String location) {
    assertRefused(OnnxModels.externalData(location, -1), "external data: '" + location + "'");
  }

  @Test
  void read_dataInsideOfTheFolder_isTold() throws Exception {
    assertThat(ModelScan.read(OnnxModels.externalData("a/weights.bin", -1)).dataFiles())
        .containsOnly(entry("a/weights.bin", 0L));
    assertThat(ModelScan.read(OnnxModels.externalPart("w.bin", 8, 4, -1)).dataFiles())
        .containsOnly(entry("w.bin", 12L));
    assertThat(ModelScan.read(OnnxModels.externalDataInSubgraph("weights.bin")).dataFiles())
        .containsOnlyKeys("weights.bin");
  }

  @Test
  void read_dataAtNoPlace_isRefused() {
    assertRefused(
        OnnxModels.externalPart("w.bin", -8, 4, -1),
        "external data: offset -8, length 4 (expected: whole numbers of bytes)");
    assertRefused(
        OnnxModels.externalPart("w.bin", Long.MAX_VALUE, 4, -1),
        "external data: offset 9223372036854775807, length 4");
  }

  @Test
  void read_deepChainOfFunctions_passes() {
    assertThatCode(() -> ModelScan.read(OnnxModels.functions(FunctionCalls.MAX_DEPTH, 1)))
        .doesNotThrowAnyException();
  }

  @Test
  void read_functionsDeeperThanThat_areRefused() {
    assertRefused(
        OnnxModels.functions(FunctionCalls.MAX_DEPTH + 1, 1),
        "functions: calls nested more than 200 deep");
    assertRefused(OnnxModels.functions(3_000, 1), "functions: calls nested");
  }

  /** Each calls the next one twice or more: a small file that no memory is enough for. */
  @Test
  void read_functionsThatMultiply_areRefused() {
    assertThatCode(() -> ModelScan.read(OnnxModels.functions(12, 2))).doesNotThrowAnyException();
    assertRefused(OnnxModels.functions(14, 2), "functions: 16383 calls, nested ones included");
    assertRefused(OnnxModels.functions(15, 32), "functions: ");
    assertRefused(OnnxModels.functions(100, 99), "functions: 4611686018427387903 calls");
  }

  /** ONNX Runtime creates it at load: 4 GB for one of 10 GiB. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void read_tensorMadeOfAHugeShape_isRefused(boolean raw) throws Exception {
    assertRefused(
        OnnxModels.constantOfShape(raw, 1L << 20, 2_684),
        "a tensor of 2814377984 elements created at load");
    assertThat(ModelScan.read(OnnxModels.constantOfShape(raw, 1 << 14, 1 << 14)).sequences())
        .isEmpty();
  }

  /** A harmless function of the same name must not hide the harmful one. */
  @Test
  void read_functionsOfOneNameTwice_areCountedTogether() {
    var twice = OnnxModels.functionsAndHarmlessTwins(14, 2);

    assertRefused(twice, "functions: 16383 calls, nested ones included");
  }

  @Test
  void read_functionThatCallsItself_isRefused() {
    assertRefused(OnnxModels.recursion(), "functions: calls nested more than 200 deep");
  }

  /** ONNX Runtime allocates the declared size: 9 GB for a file of 73 bytes. */
  @Test
  void read_tensorLargerThanTheFile_isRefused() {
    assertRefused(
        OnnxModels.declares(400_000_000), "a tensor of 400000000 elements in 0 bytes (expected: ");
    assertRefused(OnnxModels.declares(Long.MAX_VALUE, 3), "a tensor of 9223372036854775807");
    assertRefused(OnnxModels.declares(-4), "a tensor of 9223372036854775807");
    assertThatCode(() -> ModelScan.read(OnnxModels.declares(0))).doesNotThrowAnyException();
  }

  @Test
  void check_noGraph_isRefused() {
    assertRefused(new byte[] {0x08, 0x08}, "no graph");
  }

  @Test
  void check_deepNesting_isRefused() {
    assertRefused(OnnxModels.nestedGraphs(200), "nested more than 100 messages deep");
  }

  private static void assertRefused(byte[] model, String reason) {
    assertThatThrownBy(() -> ModelScan.read(model))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(reason);
  }
}
