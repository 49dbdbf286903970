package dev.serin.model;

import static java.util.Objects.requireNonNull;

import dev.serin.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * A call that an operator provides for the first runs of a version.
 *
 * @param source where it stands, such as the name of a file
 * @param inputs empty if there is a problem
 * @param problem why there are no usable inputs
 * @param runs how often it runs, at least 1
 */
public record GivenCall(
    String source, Optional<Map<String, Tensor>> inputs, Optional<String> problem, int runs) {
  /** How often a call runs where nothing else is said. */
  public static final int RUNS = 3;

  public GivenCall {
    requireNonNull(source, "source");
    inputs = inputs.map(Map::copyOf);
    requireNonNull(problem, "problem");
  }

  /** Returns a call with these inputs. */
  public static GivenCall of(String source, Map<String, Tensor> inputs) {
    return new GivenCall(source, Optional.of(inputs), Optional.empty(), RUNS);
  }

  /** Returns a call that cannot be made. */
  public static GivenCall wrong(String source, String problem) {
    return new GivenCall(source, Optional.empty(), Optional.of(problem), RUNS);
  }

  /** Returns this call, run this often. */
  public GivenCall times(int count) {
    return new GivenCall(source, inputs, problem, count);
  }
}
