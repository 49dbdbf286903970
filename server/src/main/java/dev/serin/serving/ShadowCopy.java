package dev.serin.serving;

import dev.serin.gate.Call.Result;
import dev.serin.routing.ShadowRoute;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A call that stable has answered, to be tried on the candidate.
 *
 * @param user the user's hash under the revision's salt
 * @param rows the rows of the batch that came
 * @param bytes what the call and stable's outputs hold in memory
 * @param requested the outputs that stable was asked for; empty for all
 */
record ShadowCopy(
    ShadowRoute route,
    String model,
    long timeMillis,
    long user,
    long rows,
    long bytes,
    Map<String, Tensor> inputs,
    List<String> requested,
    Stable stable) {

  /**
   * What stable made of it.
   *
   * @param outputs none if its run failed
   * @param predictionId empty if its run failed
   */
  record Stable(Result result, long nanos, Map<String, Tensor> outputs, String predictionId) {}
}
