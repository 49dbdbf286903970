/** ONNX Runtime behind the loader port; the only package that imports its API. */
@NullMarked
package dev.serin.onnx;

import org.jspecify.annotations.NullMarked;
