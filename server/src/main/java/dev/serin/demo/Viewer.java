package dev.serin.demo;

import dev.serin.client.PredictCall;
import dev.serin.client.Tensor;
import java.util.List;

/**
 * A simulated viewer who asks what to watch next.
 *
 * @param activity how often they come, relative to the others
 * @param answers the chance that a label ever tells whether they watched to the end
 * @param delayMedianSeconds the median delay of that label
 * @param delaySigma the standard deviation of the logarithm of the delay
 * @param features the input of the models: what the service knows of them
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

  /** Returns a call to a model for this viewer. */
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
