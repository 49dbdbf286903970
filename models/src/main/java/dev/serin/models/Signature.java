package dev.serin.models;

/**
 * What goes into a model and what comes out: a float tensor {@code [batch, features]} and a float
 * tensor {@code [batch, classes]}, the probability of each class.
 *
 * @param kind one word for what a column of the output stands for
 */
public record Signature(
    String graph, String input, int features, String output, int classes, String kind) {

  /** Returns the same with other names for what goes in and what comes out. */
  Signature renamed(String newInput, String newOutput) {
    return new Signature(graph, newInput, features, newOutput, classes, kind);
  }
}
