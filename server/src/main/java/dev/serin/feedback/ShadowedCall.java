package dev.serin.feedback;

import dev.serin.tensor.Tensor;
import java.util.Map;

/**
 * A candidate's answer to a copy of a call that stable has answered.
 *
 * @param predictionId of stable's answer
 * @param trial the trial of the copy
 * @param outputs the candidate's outputs by name
 * @param rows how many predictions the call holds
 */
public record ShadowedCall(
    String predictionId, String trial, String model, Map<String, Tensor> outputs, long rows) {}
