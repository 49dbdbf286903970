package dev.serin.onnx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  @ValueSource(strings = {"weights.bin", "/etc/passwd", "../weights.bin", "*/_ORT_MEM_ADDR_/*"})
  void check_externalData_isRefused(String location) {
    assertRefused(OnnxModels.externalData(location, -1), "external data");
  }

  @Test
  void check_externalDataInSubgraph_isRefused() {
    assertRefused(OnnxModels.externalDataInSubgraph("weights.bin"), "external data");
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
