package dev.serin.models.streaming;

import dev.serin.models.Lesson;
import java.util.List;

/**
 * A visit of a viewer to the service: the features that the service knows, in hundredths and in the
 * order of {@link Household#FEATURES}, and, known to the simulation only, the chance in thousandths
 * that a title of each genre would now be watched to the end.
 */
record Viewer(List<Integer> features, List<Integer> chances) {

  Viewer {
    features = List.copyOf(features);
    chances = List.copyOf(chances);
  }

  /** Returns the training example of this viewer watching a title of this genre to the end. */
  Lesson finished(int genre) {
    return new Lesson(features.stream().map(hundredths -> hundredths / 100.0).toList(), genre);
  }
}
