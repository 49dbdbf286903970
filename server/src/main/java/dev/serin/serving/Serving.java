package dev.serin.serving;

import dev.serin.feedback.Predictions;
import dev.serin.model.Dispatcher;
import dev.serin.model.Signature;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves calls: admits each, lets the dispatcher run its version, and completes it.
 *
 * <p>A call whose run fails in the canary may be answered by stable instead, see
 * {@link dev.serin.routing.FallbackRoute}. The listener gets it as served by stable; only the gates
 * count it as what it was for the canary: an error.
 *
 * <p>Thread-safe. {@link #predict} never blocks: what takes time happens on the dispatcher's
 * threads.
 */
public final class Serving {
  private final Router router;
  private final Admission admission;
  private final Completion completion;
  private final Time time;

  public Serving(
      Router router,
      Dispatcher dispatcher,
      Predictions predictions,
      CallListener listener,
      Shadows shadows,
      Time time) {
    this.router = router;
    this.time = time;
    completion = new Completion(dispatcher, predictions, listener, shadows, time);
    admission = new Admission(router, dispatcher, completion, predictions, time);
  }

  /**
   * Serves a call. The reply gets the result exactly once, on this thread or the dispatcher's, and
   * before the gates and the listener do. If it throws for an answer it gets a refusal instead, and
   * so do they.
   */
  public void predict(PredictCall call, Consumer<PredictResult> reply) {
    call.origin().room().serve();
    admission.admit(call, reply);
  }

  /**
   * Returns the version that would answer a call, and its signature.
   *
   * @throws RefusedException as the call would be refused
   */
  public Described describe(String model, OptionalLong pinned, @Nullable String userId)
      throws RefusedException {
    try (var lease = router.hold(model, pinned, userId).lease()) {
      return new Described(lease.version().id(), lease.version().signature());
    }
  }

  /** Returns the most inputs and outputs that a call of a model can have; to bound its reading. */
  public Counts counts(String model) {
    return router.counts(model);
  }

  /** A version and its signature. */
  public record Described(VersionId id, Signature signature) {}

  /**
   * Reports a call that could not be read to the listener.
   *
   * @param status RESOURCE_EXHAUSTED if there was no room for it, else INVALID_ARGUMENT
   */
  public void unread(String model, long arrivalNanos, CallStatus status) {
    completion.unread(model, arrivalNanos, status);
  }

  /**
   * Drops the state of versions that are not loaded and of models that are gone; to be called about
   * once a second, since a call that outlives its version may leave state again.
   */
  public void forget(VersionPool pool) {
    completion.forget(pool);
  }

  /** Returns the preflight, which runs candidates on recent calls. */
  public Preflight preflight() {
    return new Preflight(completion.recent(), time);
  }
}
