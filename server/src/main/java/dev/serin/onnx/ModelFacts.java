package dev.serin.onnx;

import dev.serin.model.Vocabulary;
import java.util.Set;

/**
 * What a model's file says that a session does not tell.
 *
 * @param shapeless the inputs and outputs that declare no shape, not even a scalar's
 * @param sequences the outputs that are no tensors
 * @param vocabulary what encoders in it know
 */
record ModelFacts(Set<String> shapeless, Set<String> sequences, Vocabulary vocabulary) {
  ModelFacts {
    shapeless = Set.copyOf(shapeless);
    sequences = Set.copyOf(sequences);
  }

  /** Whether a value that looks like a scalar may be of any shape. */
  boolean saysNoShape(String name) {
    int number = name.lastIndexOf('.');
    return shapeless.contains(name)
        || (number > 0 && sequences.contains(name.substring(0, number)));
  }
}
