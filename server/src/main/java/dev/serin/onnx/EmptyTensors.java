package dev.serin.onnx;

import dev.serin.model.EmptyInputs;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/*
 * Found by calling each operator of ONNX Runtime 1.29, alone and in ONNX's own test models, with a
 * size of 0 in each dimension of each input, each in a separate process. The listed operators
 * divide by a size, wait for threads of no rows, or read past the data: SIGFPE, SIGABRT, SIGSEGV.
 * Pairs are listed where ONNX Runtime fuses them into such an operator. Tensors that become empty
 * only within the model are not detected here.
 */

/** The operators of a model that end the process if a tensor without elements reaches them. */
final class EmptyTensors {
  /** Operators that fail on sizes that are free in many models, such as a length. */
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
   * Operators that fail on rows and on sizes that models fix; an empty cache does not harm them.
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

  /** ONNX Runtime fuses these into FusedMatMul and SkipLayerNormalization. */
  private static final List<Set<String>> FUSED =
      List.of(Set.of("Transpose", "MatMul"), Set.of("Add", "LayerNormalization"));

  private final Set<String> operators = new TreeSet<>();

  /** Adds an operator of the model, of any domain. */
  void add(String operator) {
    operators.add(operator);
  }

  /** The listed operators that the model has. */
  EmptyInputs empty() {
    var anywhere = new TreeSet<>(operators);
    anywhere.retainAll(ANYWHERE);
    var rows = new TreeSet<>(operators);
    rows.retainAll(ROWS);
    FUSED.stream().filter(operators::containsAll).forEach(rows::addAll);
    return new EmptyInputs(anywhere, rows);
  }
}
