package dev.serin.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RuntimeErrorsTest {

  @Test
  void text_placeInTheSource_isLeftOut() {
    assertText(
        "Error code - ORT_FAIL - message: Exception during initialization:"
            + " /onnxruntime_src/onnxruntime/core/providers/cpu/rnn/deep_cpu_gru.h:56"
            + " onnxruntime::DeepCpuGruOp::DeepCpuGruOp(const onnxruntime::OpKernelInfo&)"
            + " layout_ == 0 was false.",
        "Exception during initialization: layout_ == 0 was false.");
  }

  @Test
  void text_placeInATemplate_isLeftOut() {
    assertText(
        "Exception during initialization: /onnxruntime_src/onnxruntime/core/providers/cpu/rnn/rnn.h:48"
            + " onnxruntime::RNN<T>::RNN(const onnxruntime::OpKernelInfo&) [with T = float]"
            + " layout_ == 0 was false.",
        "Exception during initialization: layout_ == 0 was false.");
    assertText(
        "Status Message: /onnxruntime_src/onnxruntime/core/providers/cpu/signal/window_functions.cc:133"
            + " onnxruntime::common::Status onnxruntime::CreateMelWeightMatrix<T>::operator()("
            + "onnxruntime::OpKernelContext*, int64_t, int64_t, int64_t, float, float)"
            + " [with T = float; int64_t = long int] lowest_index >= 0 was false.",
        "Status Message: lowest_index >= 0 was false.");
  }

  private static void assertText(String message, String text) {
    assertThat(RuntimeErrors.text(new Exception(message))).isEqualTo(text);
  }
}
