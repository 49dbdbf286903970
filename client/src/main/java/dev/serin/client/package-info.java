/**
 * The Java library that calls a Serin gateway.
 *
 * <pre>{@code
 * try (var serin = SerinClient.connect("127.0.0.1:8001")) {
 *   var call = PredictCall.to("digits")
 *       .user("alice")
 *       .input(Tensor.fp32("input", Tensor.shapeOf(1, 64), pixels))
 *       .build();
 *   var prediction = serin.predict(call);
 *   float[] scores = prediction.output("output").floats();
 *   var result = serin.submitFeedback(Feedback.of(prediction.predictionId(), Label.of("8")));
 * }
 * }</pre>
 *
 * <p>{@link dev.serin.client.SerinClient} calls the data port, {@link dev.serin.client.SerinAdmin}
 * to the admin port. The contract itself, for other languages, is beside the classes in
 * {@code serin/v1/*.proto}.
 */
@NullMarked
package dev.serin.client;

import org.jspecify.annotations.NullMarked;
