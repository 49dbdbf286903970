package dev.serin.feedback;

import dev.serin.feedback.FeedbackRequest.CallerRequest;
import dev.serin.feedback.PredictionStore.Shadow;
import dev.serin.feedback.id.PredictionId;
import dev.serin.feedback.id.PredictionIdFormat;
import dev.serin.feedback.id.PredictionIds;
import dev.serin.feedback.id.PredictionIds.Signed;
import dev.serin.feedback.id.SigningKeys;
import dev.serin.feedback.quality.Agreement;
import dev.serin.feedback.quality.Mismatches;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.feedback.quality.Summaries;
import dev.serin.feedback.quality.Summary;
import dev.serin.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Assigns each answered call its prediction id, and finds the call by it.
 *
 * <p>Thread-safe; {@link #served} does no I/O and does not throw.
 */
public final class Predictions {
  private static final Summary NONE = new Summary.None();

  private final FeedbackSettings settings;
  private final SigningKeys keys;
  private final PredictionIds ids;
  private final PredictionStore store;
  private final LongSupplier nonces;
  private final Mismatches mismatches = new Mismatches();
  private volatile Map<String, QualitySettings> qualities = Map.of();

  /**
   * Returns predictions whose ids are signed with the first of the keys.
   *
   * @param nonces random numbers, from any thread; they need not be secret
   * @param nanoTicker nanoseconds of a clock that only goes forward
   */
  public Predictions(
      FeedbackSettings settings, SigningKeys keys, LongSupplier nonces, LongSupplier nanoTicker) {
    this.settings = settings;
    this.keys = keys;
    this.ids = new PredictionIds(keys);
    this.store = new PredictionStore(settings, settings.memoryBytes() / 2, nanoTicker);
    this.nonces = nonces;
  }

  /** The output that a model's quality is measured on, which {@link #served} needs. */
  public Optional<String> output(String model) {
    return quality(model).map(QualitySettings::output).filter(output -> !output.isEmpty());
  }

  /** Returns a random number for {@link ServedCall#id}. */
  public long newId() {
    return nonces.getAsLong();
  }

  /**
   * Returns the prediction id of a call. If the outputs lack what the model's quality needs, its
   * labels will be INVALID.
   */
  public String served(ServedCall call) {
    var summary = summary(call.version().model(), call.outputs(), call.rows());
    var signed = ids.sign(id(call, inId(summary, call.rows())));
    if (signed.id().summary() instanceof Summary.Stored) {
      store.put(signed.fingerprint(), summary);
    }
    if (settings.byRequestId() && !call.requestId().isEmpty()) {
      store.put(new CallerRequest(call.version().model(), call.requestId()), signed.text());
    }
    return signed.text();
  }

  /**
   * Keeps a candidate's predictions for a copy of a call until the label of the call arrives, or
   * memory is full.
   */
  public void shadowed(ShadowedCall call) {
    var summary = summary(call.model(), call.outputs(), call.rows());
    if (!(summary instanceof Summary.None)) {
      ids.read(call.predictionId())
          .ifPresent(id -> store.put(id.fingerprint(), new Shadow(call.trial(), summary)));
    }
  }

  /**
   * Returns whether two versions agree on a call: in the output that quality is measured on, or
   * without one in all outputs.
   */
  public boolean agree(
      String model, Map<String, Tensor> one, Map<String, Tensor> other, long rows) {
    return quality(model)
        .map(quality -> Agreement.of(quality, one, other, rows))
        .orElseGet(() -> Agreement.of(one, other));
  }

  private Summary summary(String model, Map<String, Tensor> outputs, long rows) {
    var quality = qualities.get(model);
    if (quality == null) {
      return NONE;
    }
    var summary = Summaries.of(quality, outputs, rows);
    mismatches.predicted(model, quality, outputs, summary);
    return summary;
  }

  private PredictionId id(ServedCall call, Summary summary) {
    var user = call.placement().userHash();
    return new PredictionId(
        call.version(),
        call.placement().role(),
        call.placement().revision(),
        call.timeMillis(),
        user.isPresent() ? OptionalLong.of(keys.keyed(user.getAsLong())) : OptionalLong.empty(),
        call.placement().covered(),
        call.placement().fallback(),
        call.id(),
        (int) Math.min(call.rows(), Integer.MAX_VALUE),
        summary);
  }

  private static Summary inId(Summary summary, long rows) {
    boolean small = summary instanceof Summary.None
        || (rows <= PredictionIdFormat.MAX_ROWS && !(summary instanceof Summary.Scores));
    return small ? summary : new Summary.Stored();
  }

  /** The labels and predictions that are not among the classes. */
  Mismatches mismatches() {
    return mismatches;
  }

  void configure(Map<String, QualitySettings> byModel) {
    qualities.forEach((model, quality) -> {
      if (!quality.equals(byModel.get(model))) {
        mismatches.forget(model);
      }
    });
    qualities = Map.copyOf(byModel);
  }

  Optional<QualitySettings> quality(String model) {
    return Optional.ofNullable(qualities.get(model));
  }

  /** Returns the prediction that a label is for. */
  Signed find(FeedbackRequest request) throws LabelRefusedException {
    var text = request.predictionId();
    if (text == null) {
      text = byRequestId(request);
    }
    return ids.read(text)
        .orElseThrow(() -> LabelRefusedException.invalid(
            "prediction_id: not one of this gateway's (expected: as Predict returned it)"));
  }

  private String byRequestId(FeedbackRequest request) throws LabelRefusedException {
    var caller = request.caller();
    if (caller == null || !settings.byRequestId()) {
      throw LabelRefusedException.invalid("prediction: "
          + (caller == null ? "none" : "by request id") + " (expected: a prediction_id"
          + (settings.byRequestId() ? " or a request)" : "; feedback.byRequestId is off)"));
    }
    return store
        .predictionId(caller)
        .orElseThrow(() -> unknown(
            "request: " + caller.requestId() + " of " + caller.model() + " is not in memory"));
  }

  /** Returns the predictions of the call, from the id or from memory. */
  Summary summary(Signed prediction) throws LabelRefusedException {
    var summary = prediction.id().summary();
    return summary instanceof Summary.Stored
        ? store
            .summary(prediction.fingerprint())
            .orElseThrow(() -> unknown("prediction: too large for its id, and not in memory"))
        : summary;
  }

  /**
   * Returns a candidate's predictions for a copy of the call; empty if there was none, or it was
   * evicted.
   */
  Optional<Shadow> shadow(Signed prediction) {
    return store.shadow(prediction.fingerprint());
  }

  private static LabelRefusedException unknown(String what) {
    return new LabelRefusedException(
        FeedbackResult.UNKNOWN,
        what + " (expected: sent to the gateway that predicted, before it restarts and before"
            + " feedback.memory or feedback.maxAge is exceeded)");
  }
}
