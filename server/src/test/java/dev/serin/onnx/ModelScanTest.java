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
  void check_someFunctions_pass() {
    assertThatCode(() -> ModelScan.read(OnnxModels.functions(ModelScan.MAX_FUNCTIONS)))
        .doesNotThrowAnyException();
  }

  @Test
  void check_tooManyFunctions_isRefused() {
    assertRefused(OnnxModels.functions(ModelScan.MAX_FUNCTIONS + 1), "functions: more than 100");
  }

  @Test
  void check_noGraph_isRefused() {
    assertRefused(new byte[] {0x08, 0x08}, "it has no graph");
  }

  @Test
  void check_deepNesting_isRefused() {
    assertRefused(OnnxModels.nestedGraphs(200), "nested too deep");
  }

  private static void assertRefused(byte[] model, String reason) {
    assertThatThrownBy(() -> ModelScan.read(model))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(reason);
  }
}
