package dev.serin.models;

import java.util.List;

/**
 * What a model learns from: what it will be shown, and the class that was right, counted from 0.
 */
public record Lesson(List<Double> features, int label) {

  public Lesson {
    features = List.copyOf(features);
    if (label < 0) {
      throw new IllegalArgumentException("label: " + label + " (expected: 0 or more)");
    }
  }
}
