/**
 * The ways to train models and to write them as ONNX files that come out the same byte for byte,
 * and the sample models made so: three classifiers of handwritten digits.
 */
@NullMarked
package dev.serin.models;

import org.jspecify.annotations.NullMarked;
