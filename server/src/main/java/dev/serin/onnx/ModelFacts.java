package dev.serin.onnx;

import dev.serin.model.EmptyInputs;
import dev.serin.model.Vocabulary;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model's file says that a session does not tell.
 *
 * @param shapeless the inputs and outputs that declare no shape, not even a scalar's
 * @param dataFiles the files that hold tensors, by their paths relative to the model's folder, each
 *     with the bytes that it must have at least
 * @param sequences the outputs that are no tensors
 * @param optionals the outputs that may have no value, whose type the Java binding cannot read
 * @param defaults the inputs for which the model has a small value of its own
 * @param empty which inputs must not be empty
 * @param numberedClasses the classes that classifiers in it have, where they are numbers
 * @param namedClasses the classes that classifiers in it have, where they are texts
 * @param vocabulary what encoders in it know
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

  /** Returns the same of a model whose values stay in it. */
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

  /** Whether a value that looks like a scalar may be of any shape. */
  boolean saysNoShape(String name) {
    int number = name.lastIndexOf('.');
    return shapeless.contains(name)
        || (number > 0 && sequences.contains(name.substring(0, number)));
  }
}
