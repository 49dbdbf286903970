/**
 * The demonstration models: three classifiers of handwritten digits, and the trainer that makes
 * their ONNX files again, byte for byte.
 */
@NullMarked
package dev.serin.models;

import org.jspecify.annotations.NullMarked;
