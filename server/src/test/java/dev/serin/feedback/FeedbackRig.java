package dev.serin.feedback;

import dev.serin.feedback.FeedbackRequest.CallerRequest;
import dev.serin.feedback.ServedCall.Placement;
import dev.serin.feedback.id.SigningKeys;
import dev.serin.feedback.quality.Metric;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.feedback.quality.Truth;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** The feedback part of a gateway; another one on the same log and key acts as its restart. */
public final class FeedbackRig {
  public static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);
  static final FeedbackSettings SETTINGS = new FeedbackSettings(Duration.ofDays(7), 4 << 20, true);
  static final Map<String, QualitySettings> QUALITIES = Map.of(
      "digits",
      QualitySettings.of(
          Metric.ACCURACY, "scores", List.of("zero", "one", "two"), OptionalDouble.empty()),
      "spam",
      QualitySettings.of(Metric.LOG_LOSS, "scores", List.of(), OptionalDouble.empty()),
      "price",
      QualitySettings.of(Metric.ABSOLUTE_ERROR, "price", List.of(), OptionalDouble.of(10)),
      "film",
      QualitySettings.of(Metric.REWARD, "", List.of(), OptionalDouble.empty()));

  private static final AtomicLong NONCES = new AtomicLong();

  final TestClock clock;
  final RecordingSink sink = new RecordingSink();
  final Predictions predictions;
  final Feedback feedback;
  /** The number of the last prediction. */
  long lastId;

  FeedbackRig(FeedbackSettings settings, String keys, MemoryLabelLog log, TestClock clock)
      throws IOException {
    this.clock = clock;
    this.predictions = new Predictions(
        settings, SigningKeys.parse("test.key", keys), NONCES::incrementAndGet, clock::nanos);
    this.feedback =
        Feedback.open(settings, predictions, log, sink, Feedback.ModelClasses.NONE, clock);
    feedback.configure(QUALITIES);
  }

  FeedbackRig(MemoryLabelLog log, TestClock clock) throws IOException {
    this(SETTINGS, KEY, log, clock);
  }

  /** A digits prediction of one row: class "one". */
  String predictOne() {
    return predict("digits", digits(1));
  }

  /** The same for several rows. */
  static Tensor digits(int rows) {
    var scores = new float[rows * 3];
    for (int row = 0; row < rows; row++) {
      scores[row * 3 + 1] = 1;
    }
    return Tensor.ofFloats(Shape.of(rows, 3), scores);
  }

  String predict(String model, Tensor scores) {
    lastId = predictions.newId();
    return predictions.served(new ServedCall(
        new VersionId(model, 2),
        new Placement(Role.CANARY, 5, OptionalLong.of(0x1234_5678_9abc_def0L), true, false),
        clock.millis(),
        lastId,
        "mine",
        Map.of(model.equals("price") ? "price" : "scores", scores),
        scores.shape().rows()));
  }

  FeedbackAnswer label(String id, String label) {
    return label(id, new Truth.Label(label));
  }

  FeedbackAnswer label(String id, Truth truth) {
    return feedback.submit(new FeedbackRequest(id, null, OptionalInt.empty(), truth));
  }

  FeedbackAnswer label(String id, int row, String label) {
    return feedback.submit(
        new FeedbackRequest(id, null, OptionalInt.of(row), new Truth.Label(label)));
  }

  FeedbackAnswer labelByRequest(String model, String requestId, String label) {
    return feedback.submit(new FeedbackRequest(
        null, new CallerRequest(model, requestId), OptionalInt.empty(), new Truth.Label(label)));
  }
}
