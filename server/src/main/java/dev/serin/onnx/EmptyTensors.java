package dev.serin.onnx;

import dev.serin.model.EmptyInputs;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/*
 * Found by calling each operator of ONNX Runtime 1.29, alone and in ONNX's own test models, with a
 * size of 0 in each dimension of each input, in a process of its own. Those that are listed divide by
 * a size, wait for threads of no rows, or read what is not there: SIGFPE, SIGABRT, SIGSEGV. Some pairs
 * are there because ONNX Runtime makes one operator of them that does so. What becomes empty only
 * within the model cannot be seen here.
 */

/** The operators of a model that end the process if a tensor without elements reaches them. */
final class EmptyTensors {
  /** They look at sizes that are free in many models, such as a length. */
  private static final Set<String> ANYWHERE = Set.of(
      "ConvTranspose",
      "DFT",
      "DynamicQuantizeLSTM",
      "Einsum",
      "FeatureVectorizer",
      "GRU",
      "Inverse",
      "LSTM",
      "LpNormalization",
      "QLinearAveragePool",
      "STFT",
      "Scan",
      "TopK",
      "Unique");

  /**
   * They look at the rows, and at sizes that models fix: a cache of no length is nothing to them.
   */
  private static final Set<String> ROWS = Set.of(
      "Attention",
      "BiasGelu",
      "DecoderMaskedMultiHeadAttention",
      "DecoderMaskedSelfAttention",
      "FastGelu",
      "FusedMatMul",
      "GroupQueryAttention",
      "LinearAttention",
      "MoE",
      "MultiHeadAttention",
      "QAttention",
      "QMoE",
      "QuantizeLinear",
      "SkipLayerNormalization",
      "SkipSimplifiedLayerNormalization");

  /** ONNX Runtime makes FusedMatMul and SkipLayerNormalization of these. */
  private static final List<Set<String>> FUSED =
      List.of(Set.of("Transpose", "MatMul"), Set.of("Add", "LayerNormalization"));

  private final Set<String> operators = new TreeSet<>();

  /** Takes an operator of the model, whichever its domain. */
  void add(String operator) {
    operators.add(operator);
  }

  /** Which inputs of the model must not be empty. */
  EmptyInputs empty() {
    var anywhere = new TreeSet<>(operators);
    anywhere.retainAll(ANYWHERE);
    var rows = new TreeSet<>(operators);
    rows.retainAll(ROWS);
    FUSED.stream().filter(operators::containsAll).forEach(rows::addAll);
    return new EmptyInputs(anywhere, rows);
  }
}
