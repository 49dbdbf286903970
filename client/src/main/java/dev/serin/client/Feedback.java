package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * A label for one row of an earlier prediction.
 *
 * @param row the row of the call, from 0; required if the call had more than one
 */
public record Feedback(Subject subject, OptionalInt row, Label label) {

  public Feedback {
    requireNonNull(subject, "subject");
    requireNonNull(row, "row");
    requireNonNull(label, "label");
  }

  /** The prediction that it is about. */
  public sealed interface Subject {
    /** A prediction by its id, as {@link Prediction#predictionId()} returned it. */
    record PredictionId(String id) implements Subject {
      public PredictionId {
        requireNonNull(id, "id");
      }
    }

    /** A call by its caller's own request id; needs {@code feedback.byRequestId} at the gateway. */
    record CallerRequest(String model, String requestId) implements Subject {
      public CallerRequest {
        requireNonNull(model, "model");
        requireNonNull(requestId, "requestId");
      }
    }
  }

  /** Returns feedback about the prediction with this id. */
  public static Feedback of(String predictionId, Label label) {
    return new Feedback(new Subject.PredictionId(predictionId), OptionalInt.empty(), label);
  }

  /** Returns feedback about the call with this request id. */
  public static Feedback ofRequest(String model, String requestId, Label label) {
    return new Feedback(new Subject.CallerRequest(model, requestId), OptionalInt.empty(), label);
  }

  /** Returns the same feedback about one row of the call, counted from 0. */
  public Feedback withRow(int number) {
    return new Feedback(subject, OptionalInt.of(number), label);
  }
}
