package dev.serin.conformance;

/** How a model of the test data fares. */
enum Outcome {
  /** READY, and answers what the test data expects. */
  EQUAL,
  /** READY, and answers what plain ONNX Runtime answers, which the test data does not expect. */
  AS_PLAIN,
  /** READY; answers differ from call to call, with plain ONNX Runtime too, in values only. */
  RANDOM,
  /** READY, but outputs that are not tensors are not served; the others are equal. */
  PARTLY,
  /** REJECTED, because an input or every output is not a tensor. */
  NO_TENSORS,
  /** Fails, and plain ONNX Runtime does not load or run it either. */
  PLAIN_FAILS,
  /** Fails, or answers otherwise, where plain ONNX Runtime runs it. */
  WRONG
}
