package dev.serin.models;

/**
 * The input and output of a model: a float tensor {@code [batch, features]} and a float tensor
 * {@code [batch, classes]}, the probability of each class.
 *
 * @param kind one word for the meaning of an output column
 */
public record Signature(
    String graph, String input, int features, String output, int classes, String kind) {

  /** Returns this signature with other names for the input and the output. */
  Signature renamed(String newInput, String newOutput) {
    return new Signature(graph, newInput, features, newOutput, classes, kind);
  }
}
