package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer of a model.
 *
 * @param version the version that served
 * @param revision the revision of the split that chose the version
 * @param predictionId the signed token that feedback about this prediction refers to
 * @param outputs by name, in the order of the model
 * @param serverTime from the arrival of the request to the answer, measured by the gateway
 */
public record Prediction(
    String model,
    long version,
    Role role,
    long revision,
    String predictionId,
    Map<String, Tensor> outputs,
    Duration serverTime) {

  /** Copies the outputs and keeps their order. */
  public Prediction {
    requireNonNull(model, "model");
    requireNonNull(role, "role");
    requireNonNull(predictionId, "predictionId");
    requireNonNull(serverTime, "serverTime");
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** Returns the output of a name; throws {@link IllegalArgumentException} if there is none. */
  public Tensor output(String name) {
    var output = outputs.get(name);
    if (output == null) {
      throw new IllegalArgumentException(
          "output: " + name + " (expected: one of " + outputs.keySet() + ")");
    }
    return output;
  }
}
