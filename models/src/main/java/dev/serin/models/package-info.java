/**
 * Reproducible training: models written as ONNX files that are the same byte for byte, and three
 * sample classifiers of handwritten digits.
 */
@NullMarked
package dev.serin.models;

import org.jspecify.annotations.NullMarked;
