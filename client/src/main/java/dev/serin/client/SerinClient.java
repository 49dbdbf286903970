package dev.serin.client;

import dev.serin.client.Calls.Unary;
import dev.serin.v1.DescribeRequest;
import dev.serin.v1.DescribeResponse;
import dev.serin.v1.FeedbackServiceGrpc;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A client of a gateway's data port: gets predictions and submits labels.
 *
 * <p>Every failure is a {@link SerinException}; a future holds it as the cause of what {@code join}
 * throws. Cancelling a future cancels its call.
 *
 * <p>{@code predict} and {@code submitFeedback} are retried automatically while the gateway is not
 * available: up to three times within the deadline, after pauses of up to a second or the pause
 * that the gateway asks for, unless it says that a retry is useless. Both are harmless: a
 * prediction changes only the gateway's counts of calls, and a label counts once. Hence
 * {@link FeedbackResult.Result#DUPLICATE} may mean that the label counted and its first answer was
 * lost. A message above 1 MiB is not kept for a retry, and a stream of feedback is not retried; it
 * may be submitted again as a whole.
 *
 * <p>Thread-safe: share one client among all threads, because it holds one connection.
 */
public final class SerinClient implements AutoCloseable {
  private static final Unary<PredictRequest, PredictResponse, Prediction> PREDICT =
      new Unary<>(PredictionServiceGrpc.getPredictMethod(), true, Wire::prediction);
  private static final Unary<DescribeRequest, DescribeResponse, Description> DESCRIBE =
      new Unary<>(PredictionServiceGrpc.getDescribeMethod(), true, Wire::description);
  private static final Unary<SubmitFeedbackRequest, SubmitFeedbackResponse, FeedbackResult> SUBMIT =
      new Unary<>(FeedbackServiceGrpc.getSubmitFeedbackMethod(), true, Wire::feedbackResult);

  private final Calls calls;

  private SerinClient(Calls calls) {
    this.calls = calls;
  }

  /**
   * Returns a client of the gateway whose data port is at {@code host:port}, or at a Unix domain
   * socket, {@code unix:/path}; without TLS.
   */
  public static SerinClient connect(String address) {
    return connect(address, ClientOptions.defaults());
  }

  /**
   * Returns a client of the gateway whose data port is at {@code host:port}, or at a Unix domain
   * socket, {@code unix:/path}; without TLS. The first call connects, and later calls reconnect
   * after a failure.
   *
   * <p>Throws {@link IllegalArgumentException} if the address has another form, or is a socket on a
   * platform where the library does not support them.
   */
  public static SerinClient connect(String address, ClientOptions options) {
    return new SerinClient(Calls.to(address, options));
  }

  /** Returns a model's answer to a call. */
  public Prediction predict(PredictCall call) {
    return calls.call(PREDICT, Wire.predictRequest(call), Wire.userId(call));
  }

  /** Returns a model's answer to a call as a future. */
  public CompletableFuture<Prediction> predictAsync(PredictCall call) {
    return calls.callAsync(PREDICT, Wire.predictRequest(call), Wire.userId(call));
  }

  /**
   * Returns the inputs and outputs of the version that would answer a call. The call's inputs do
   * not matter.
   */
  public Description describe(PredictCall call) {
    return calls.call(DESCRIBE, Wire.describeRequest(call), Wire.userId(call));
  }

  /** Submits one label and returns the result. */
  public FeedbackResult submitFeedback(Feedback feedback) {
    return calls.call(SUBMIT, Wire.feedbackRequest(feedback), new Metadata());
  }

  /** Submits one label and returns the result as a future. */
  public CompletableFuture<FeedbackResult> submitFeedbackAsync(Feedback feedback) {
    return calls.callAsync(SUBMIT, Wire.feedbackRequest(feedback), new Metadata());
  }

  /**
   * Submits many labels in one stream and returns their results, in the same order. If it throws,
   * some may have counted; submitting all of them again does no harm.
   */
  public List<FeedbackResult> submitAll(Iterable<Feedback> feedback) {
    var results = new ArrayList<FeedbackResult>();
    submitAll(feedback.iterator(), results::add);
    return List.copyOf(results);
  }

  /**
   * Submits labels like {@link #submitAllAsync} and returns after the last result. If it throws,
   * labels without a result may have counted; submitting them again does no harm.
   */
  public void submitAll(Iterator<Feedback> feedback, Consumer<FeedbackResult> results) {
    var ended = submitAllAsync(feedback, results);
    try {
      ended.get();
    } catch (InterruptedException e) {
      ended.cancel(false);
      Thread.currentThread().interrupt();
      throw SerinException.cancelled(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    }
  }

  /**
   * Submits labels as fast as the gateway takes them and passes their results to a consumer, in the
   * same order; the future completes after the last one.
   *
   * <p>The iterator and the consumer are called on a thread of the library, never at the same time,
   * and an exception of either ends the stream. While one of them waits, the stream waits.
   */
  public CompletableFuture<Void> submitAllAsync(
      Iterator<Feedback> feedback, Consumer<FeedbackResult> results) {
    var stream = new FeedbackStream(feedback, results, e -> calls.failure(e, true));
    var call = calls.openStream(FeedbackServiceGrpc.getStreamFeedbackMethod());
    ClientCalls.asyncBidiStreamingCall(call, stream);
    return stream.ended();
  }

  /** Waits for the calls in flight, at most for one deadline, and cancels the rest. */
  @Override
  public void close() {
    calls.drain();
  }
}
