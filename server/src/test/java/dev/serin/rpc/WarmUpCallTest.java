package dev.serin.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmUpCallTest {

  @Test
  void inputs_requestAsJson_areItsTensors() {
    var json = """
        {"model": "m", "inputs": [{"name": "x", "datatype": "FP32", "shape": ["1", 2],
          "floats": {"values": [1.5, "NaN"]}}]}
        """;

    assertThat(WarmUpCall.inputs(json.getBytes(UTF_8)))
        .containsOnlyKeys("x")
        .extractingByKey("x")
        .usingRecursiveComparison()
        .isEqualTo(Tensor.ofFloats(Shape.of(1, 2), 1.5f, Float.NaN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[1]", "{\"inputs\": 1}", "{\"input\": []}", "\u0000"})
  void inputs_somethingElse_isRefused(String text) {
    assertThatThrownBy(() -> WarmUpCall.inputs(text.getBytes(UTF_8)))
        .isInstanceOf(InvalidTensorException.class)
        .hasMessageStartingWith("not a PredictRequest as JSON: ");
  }
}
