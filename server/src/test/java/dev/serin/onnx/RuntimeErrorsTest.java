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

  /** The text after a short name must not be taken for the arguments of a function. */
  @Test
  void text_shortPlace_isLeftOutWithoutWhatFollows() {
    assertText(
        "Status Message: /src/core/providers/cpu/tensor/affine_grid.cc:124 Compute AffineGrid:"
            + " size[0] (0) must equal theta batch dimension (2)",
        "Status Message: AffineGrid: size[0] (0) must equal theta batch dimension (2)");
    assertText(
        "/src/core/providers/cpu/tensor/concatbase.h:133 PrepareForComputeImpl Non concat axis"
            + " dimensions must match",
        "Non concat axis dimensions must match");
  }

  @Test
  void text_nameOfANode_stays() {
    assertText(
        "Non-zero status code returned while running Gather node. Name:'/emb/Gather' Status"
            + " Message: indices element out of data bounds",
        "Non-zero status code returned while running Gather node. Name:'/emb/Gather' Status"
            + " Message: indices element out of data bounds");
  }

  @Test
  void text_wordsWithASlash_stay() {
    assertText("Invalid value/s in sequence_lens", "Invalid value/s in sequence_lens");
    assertText("a / b is 1/2", "a / b is 1/2");
  }

  @Test
  void text_files_areLeftOut() {
    assertText(
        "Load model from /var/lib/serin/models/ab/model.onnx failed:Protobuf parsing failed.",
        "Protobuf parsing failed.");
    assertText("GetFileLength for \"/var/lib/w.bin\" failed", "GetFileLength for \"... failed");
    assertText("cannot open C:\\models\\w.bin", "cannot open ...");
  }

  private static void assertText(String message, String text) {
    assertThat(RuntimeErrors.text(new Exception(message))).isEqualTo(text);
  }
}
