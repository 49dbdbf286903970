package dev.serin.demo;

import dev.serin.client.PredictCall;
import dev.serin.client.Tensor;
import java.util.List;

/**
 * Somebody who asks what to watch next, as simulated.
 *
 * @param activity how often they come, beside the others'
 * @param answers the chance that it becomes known at all whether they watched to the end
 * @param delayMedianSeconds after how long that becomes known, at the median
 * @param delaySigma the standard deviation of the logarithm of that delay
 * @param features what the service knows of them: the input of the models
 * @param chances that they watch a title of each genre to the end, in the order of the models'
 *     output; only the simulation knows them
 */
record Viewer(
    String id,
    double activity,
    double answers,
    double delayMedianSeconds,
    double delaySigma,
    List<Float> features,
    List<Double> chances) {
  Viewer {
    features = List.copyOf(features);
    chances = List.copyOf(chances);
  }

  /** Returns what is asked of a model about this viewer. */
  PredictCall.Builder ask(String model) {
    var row = new float[features.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = features.get(i);
    }
    return PredictCall.to(model)
        .user(id)
        .input(Tensor.fp32("viewer", Tensor.shapeOf(1, row.length), row));
  }
}
