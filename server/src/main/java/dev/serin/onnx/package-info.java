/** ONNX Runtime behind the loader port; the only importer of its API. */
@NullMarked
package dev.serin.onnx;

import org.jspecify.annotations.NullMarked;
