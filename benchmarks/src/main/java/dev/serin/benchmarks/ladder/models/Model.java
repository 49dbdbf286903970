package dev.serin.benchmarks.ladder.models;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A model of the ladder. Each has one float input and one float output, both with a free batch. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are those of List.of
public enum Model {
  /** A logistic regression over 16 features. */
  LR16(List.of(16L), 2, 64, 16),
  /** 100 trees of depth 6 over 32 features. */
  GBT100(List.of(32L), 1, 8, 16),
  /** A small perceptron: 128-256-256-10. */
  MLP_M(List.of(128L), 10, 64, 16),
  /** A perceptron whose weights take 29 MB: 512-2048-2048-1000. */
  MLP_L(List.of(512L), 1_000, 64, 16),
  /** Five convolutions over a picture of 224 by 224. */
  CNN(List.of(3L, 224L, 224L), 10, 1, 4),
  /** Two transformer layers of width 128 over a sequence of 32. */
  ENCODER(List.of(32L, 128L), 10, 16, 16);

  /** The name of each model's input. */
  public static final String INPUT = "input";

  /** The name of each model's output. */
  public static final String OUTPUT = "output";

  private final List<Long> shape;
  private final int outputs;
  private final int maxBatch;
  private final int rows;

  Model(List<Long> shape, int outputs, int maxBatch, int rows) {
    this.shape = shape;
    this.outputs = outputs;
    this.maxBatch = maxBatch;
    this.rows = rows;
  }

  /** Returns the model of this name; throws IllegalArgumentException if there is none. */
  public static Model of(String name) {
    return Arrays.stream(values())
        .filter(model -> model.label().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("model: " + name + " (expected: one of " + names() + ")"));
  }

  private static String names() {
    return Arrays.stream(values()).map(Model::label).collect(Collectors.joining(", "));
  }

  /** Returns the name that callers use. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Returns the shape of one row of the input. */
  public List<Long> shape() {
    return shape;
  }

  /** Returns the number of floats in one row of the input. */
  public int inputs() {
    return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
  }

  /** Returns the number of floats in one row of the output. */
  public int outputs() {
    return outputs;
  }

  /** Returns the largest batch that pays on the bare batched server. */
  public int maxBatch() {
    return maxBatch;
  }

  /** Returns how many different rows are called with. */
  int rows() {
    return rows;
  }
}
