package dev.serin.onnx;

import dev.serin.model.EmptyInputs;
import dev.serin.model.Vocabulary;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The facts of a model's file that a session does not expose.
 *
 * @param shapeless the inputs and outputs that declare no shape, not even a scalar's
 * @param dataFiles the files that hold tensors, by their paths relative to the model's folder, each
 *     with its least size in bytes
 * @param sequences the outputs that are not tensors
 * @param optionals the outputs that may have no value, whose type the Java binding cannot read
 * @param defaults the inputs for which the model has a small default value
 * @param empty the operators that no empty input may reach
 * @param numberedClasses the classes of its classifiers, where they are numbers
 * @param namedClasses the classes of its classifiers, where they are texts
 * @param vocabulary the values that its encoders know
 */
record ModelFacts(
    SortedMap<String, Long> dataFiles,
    Set<String> shapeless,
    Set<String> sequences,
    Set<String> optionals,
    Set<String> defaults,
    EmptyInputs empty,
    List<String> numberedClasses,
    List<String> namedClasses,
    Vocabulary vocabulary) {
  ModelFacts {
    dataFiles = Collections.unmodifiableSortedMap(new TreeMap<>(dataFiles));
    shapeless = Set.copyOf(shapeless);
    sequences = Set.copyOf(sequences);
    optionals = Set.copyOf(optionals);
    defaults = Set.copyOf(defaults);
  }

  /** Returns the same facts for a model that keeps its default values. */
  ModelFacts withoutDefaults() {
    return new ModelFacts(
        dataFiles,
        shapeless,
        sequences,
        optionals,
        Set.of(),
        empty,
        numberedClasses,
        namedClasses,
        vocabulary);
  }

  /** Whether a value that looks like a scalar may have any shape. */
  boolean saysNoShape(String name) {
    int number = name.lastIndexOf('.');
    return shapeless.contains(name)
        || (number > 0 && sequences.contains(name.substring(0, number)));
  }
}
