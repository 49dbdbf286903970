package dev.serin.models;

import java.util.List;

/** A training example: the features that a model gets, and the right class, counted from 0. */
public record Lesson(List<Double> features, int label) {

  public Lesson {
    features = List.copyOf(features);
    if (label < 0) {
      throw new IllegalArgumentException("label: " + label + " (expected: 0 or more)");
    }
  }
}
