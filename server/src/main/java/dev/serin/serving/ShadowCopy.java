package dev.serin.serving;

import dev.serin.gate.Call.Result;
import dev.serin.routing.ShadowRoute;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A copy of a call that stable has answered, to be run on the candidate.
 *
 * @param user the user's hash under the revision's salt
 * @param rows the rows of the batch
 * @param bytes the memory that the call and stable's outputs hold
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
   * Stable's run of the call.
   *
   * @param outputs none if its run failed
   * @param predictionId empty if its run failed
   */
  record Stable(Result result, long nanos, Map<String, Tensor> outputs, String predictionId) {}
}
