package dev.serin.feedback;

import dev.serin.feedback.id.Fingerprint;
import dev.serin.feedback.id.PredictionId;
import dev.serin.feedback.id.PredictionIds.Signed;
import dev.serin.feedback.quality.Losses;
import dev.serin.feedback.quality.OutsideClassesException;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.feedback.quality.Truth;
import dev.serin.feedback.quality.TruthRefusedException;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts labels and passes on each as an outcome of the version that served: at most once,
 * wherever and whenever it arrives.
 *
 * <p>Thread-safe, but {@link #tick} is for one thread.
 */
public final class Feedback {
  private static final Logger log = LoggerFactory.getLogger(Feedback.class);
  private static final long HOUR_MILLIS = 3_600_000;

  private final FeedbackSettings settings;
  private final Predictions predictions;
  private final SeenLabels seen;
  private final OutcomeSink sink;
  private final InstantSource clock;
  private final ModelClasses classes;
  private boolean failing;

  /** The class names that a version's own output declares. */
  @FunctionalInterface
  public interface ModelClasses {
    /** No version declares names. */
    ModelClasses NONE = (version, output) -> List.of();

    /**
     * Returns the names in the order of their indexes; empty if the version has none, or is gone.
     */
    List<String> apply(VersionId version, String output);
  }

  private Feedback(
      FeedbackSettings settings,
      Predictions predictions,
      SeenLabels seen,
      OutcomeSink sink,
      ModelClasses classes,
      InstantSource clock) {
    this.classes = classes;
    this.settings = settings;
    this.predictions = predictions;
    this.seen = seen;
    this.sink = sink;
    this.clock = clock;
  }

  /**
   * Returns a feedback that knows the labels in the log.
   *
   * @throws IOException if the log cannot be read
   */
  public static Feedback open(
      FeedbackSettings settings,
      Predictions predictions,
      LabelLog log,
      OutcomeSink sink,
      ModelClasses classes,
      InstantSource clock)
      throws IOException {
    var seen = new SeenLabels(log, settings.memoryBytes() / 2);
    seen.replay();
    return new Feedback(settings, predictions, seen, sink, classes, clock);
  }

  /** Returns a time that had passed before the restart, according to the labels; 0 if unknown. */
  public long seenMillis() {
    return seen.latest().stream().map(hour -> hour * HOUR_MILLIS).findFirst().orElse(0);
  }

  /** Sets how quality is measured, by model; models left out accept no labels. */
  public void configure(Map<String, QualitySettings> qualities) {
    predictions.configure(qualities);
  }

  /**
   * Checks a label, and passes it on if it is the first of its prediction. A label that is INVALID
   * may be sent again, corrected.
   *
   * @throws FeedbackUnavailableException if it could not be written to disk, and so was not counted
   */
  public FeedbackAnswer submit(FeedbackRequest request) {
    var answer = answer(request);
    sink.answered(answer.version().map(VersionId::model).orElse(""), answer.result());
    return answer;
  }

  /** Returns notes for the operator about the labels of a model. */
  public List<String> notes(String model) {
    return predictions
        .quality(model)
        .map(quality -> predictions.mismatches().notes(model, quality))
        .orElse(List.of());
  }

  /** Drops expired labels and forces new ones to disk; to be called once a second. */
  public void tick() {
    long oldest = clock.millis() - settings.maxAge().toMillis();
    try {
      seen.tick(Math.floorDiv(oldest, HOUR_MILLIS));
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        log.error(
            "cannot write seen labels to disk; a label may count twice if the machine crashes now",
            e);
      }
      failing = true;
    }
  }

  private FeedbackAnswer answer(FeedbackRequest request) {
    Signed prediction;
    try {
      prediction = predictions.find(request);
    } catch (LabelRefusedException e) {
      return new FeedbackAnswer(e.result(), e.reason(), Optional.empty(), Optional.empty());
    }
    var id = prediction.id();
    var version = Optional.of(id.version());
    var role = Optional.of(id.role());
    try {
      accept(prediction, request);
      return new FeedbackAnswer(FeedbackResult.ACCEPTED, "", version, role);
    } catch (OutsideClassesException e) {
      outside(id, e.reason());
      return new FeedbackAnswer(FeedbackResult.INVALID, e.reason(), version, role);
    } catch (TruthRefusedException e) {
      return new FeedbackAnswer(FeedbackResult.INVALID, e.reason(), version, role);
    } catch (LabelRefusedException e) {
      return new FeedbackAnswer(e.result(), e.reason(), version, role);
    }
  }

  private void outside(PredictionId id, String message) {
    predictions.mismatches().label(id.version().model(), message);
    sink.outside(new OutsideLabel(
        id.version(),
        id.role(),
        id.revision(),
        id.nonce(),
        id.timeMillis(),
        Math.max(clock.millis(), id.timeMillis()),
        id.userHash(),
        id.fallback()));
  }

  private void accept(Signed prediction, FeedbackRequest request)
      throws LabelRefusedException, TruthRefusedException {
    var id = prediction.id();
    long now = clock.millis();
    checkAge(id, now);
    var quality = predictions.quality(id.version().model()).orElseThrow(() -> noQuality(id));
    int row = row(id, request);
    var classes = this.classes.apply(id.version(), quality.output());
    var losses = new Losses(quality, classes, predictions.summary(prediction), row);
    double loss = losses.of(request.truth());
    var outcome = new Outcome(
        id.version(),
        id.role(),
        id.revision(),
        id.nonce(),
        row,
        id.timeMillis(),
        // Another gateway's clock may run ahead of this one's.
        Math.max(now, id.timeMillis()),
        id.userHash(),
        id.covered(),
        id.fallback(),
        loss,
        quality.value(loss),
        losses.outside(),
        shadowLoss(prediction, quality, row, request.truth()));
    claim(id, prediction.fingerprint().row(row));
    sink.accept(outcome);
  }

  /** Returns the candidate's loss; if it has none the label still counts for the prediction. */
  private Optional<ShadowLoss> shadowLoss(
      Signed prediction, QualitySettings quality, int row, @Nullable Truth truth) {
    var shadow = predictions.shadow(prediction);
    if (shadow.isEmpty()) {
      return Optional.empty();
    }
    try {
      double loss = new Losses(quality, List.of(), shadow.get().summary(), row).of(truth);
      return Optional.of(new ShadowLoss(shadow.get().trial(), loss));
    } catch (TruthRefusedException e) {
      return Optional.empty();
    }
  }

  private void checkAge(PredictionId id, long now) throws LabelRefusedException {
    if (now - id.timeMillis() > settings.maxAge().toMillis() || seen.closed(hour(id))) {
      throw expired();
    }
  }

  private static int row(PredictionId id, FeedbackRequest request) throws LabelRefusedException {
    int row = request.row().orElse(id.rows() == 1 ? 0 : -1);
    if (row < 0 || row >= id.rows()) {
      throw LabelRefusedException.invalid("row: " + (request.row().isPresent() ? row : "none")
          + " (expected: from 0 to " + (id.rows() - 1) + ")");
    }
    return row;
  }

  /** Records the only label of the row; throws if there was one before. */
  private void claim(PredictionId id, Fingerprint row) throws LabelRefusedException {
    try {
      switch (seen.add(hour(id), row)) {
        case FIRST -> {}
        case AGAIN ->
          throw new LabelRefusedException(
              FeedbackResult.DUPLICATE, "prediction: already labelled; the first label stands");
        case CLOSED -> throw expired();
      }
    } catch (IOException e) {
      throw new FeedbackUnavailableException("cannot write the label to disk", e);
    }
  }

  private static long hour(PredictionId id) {
    return Math.floorDiv(id.timeMillis(), HOUR_MILLIS);
  }

  private static LabelRefusedException noQuality(PredictionId id) {
    return LabelRefusedException.invalid(
        "quality: none configured for " + id.version().model() + " (expected: a quality block)");
  }

  private LabelRefusedException expired() {
    return new LabelRefusedException(
        FeedbackResult.EXPIRED,
        "prediction: too old (expected: a label within " + settings.maxAge()
            + ", or less when feedback.memory is full)");
  }
}
