/** Serves the models of ONNX's own test data and compares their answers. */
@NullMarked
package dev.serin.conformance;

import org.jspecify.annotations.NullMarked;
