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
 * Asks a gateway for predictions and brings it the labels, over its data port.
 *
 * <p>Every failure is a {@link SerinException}; a future holds it as the cause of what {@code join}
 * throws. Cancelling a future cancels its call.
 *
 * <p>{@code predict} and {@code submitFeedback} are repeated by themselves while the gateway is not
 * available: up to three times within the deadline, after pauses of up to a second or the pause
 * that the gateway asks for, unless it says that repeating is of no use. Both are harmless: a
 * prediction changes nothing but the gateway's counts of calls, and a label counts once. Hence
 * {@link FeedbackResult.Result#DUPLICATE} may mean that a label counted whose first answer was
 * lost. A message above 1 MiB is not kept for repeating, and a stream of feedback is not repeated;
 * it may be submitted again as a whole.
 *
 * <p>Thread-safe: share one client among all threads, for it holds one connection.
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
   * socket, {@code unix:/path}; without TLS. The connection is made by the first call, and again
   * whenever it broke.
   *
   * <p>Throws {@link IllegalArgumentException} if the address has another form, or is a socket on a
   * platform where the library has none.
   */
  public static SerinClient connect(String address, ClientOptions options) {
    return new SerinClient(Calls.to(address, options));
  }

  /** Returns what a model answers. */
  public Prediction predict(PredictCall call) {
    return calls.call(PREDICT, Wire.predictRequest(call), Wire.userId(call));
  }

  /** Returns what a model will answer. */
  public CompletableFuture<Prediction> predictAsync(PredictCall call) {
    return calls.callAsync(PREDICT, Wire.predictRequest(call), Wire.userId(call));
  }

  /**
   * Returns what the version takes and gives that would answer a call. Its inputs do not matter.
   */
  public Description describe(PredictCall call) {
    return calls.call(DESCRIBE, Wire.describeRequest(call), Wire.userId(call));
  }

  /** Brings one label and returns what became of it. */
  public FeedbackResult submitFeedback(Feedback feedback) {
    return calls.call(SUBMIT, Wire.feedbackRequest(feedback), new Metadata());
  }

  /** Brings one label and returns what will become of it. */
  public CompletableFuture<FeedbackResult> submitFeedbackAsync(Feedback feedback) {
    return calls.callAsync(SUBMIT, Wire.feedbackRequest(feedback), new Metadata());
  }

  /**
   * Brings many labels in one stream and returns what became of each, in their order. When it
   * throws, some may have counted; submitting all of them again does no harm.
   */
  public List<FeedbackResult> submitAll(Iterable<Feedback> feedback) {
    var results = new ArrayList<FeedbackResult>();
    submitAll(feedback.iterator(), results::add);
    return List.copyOf(results);
  }

  /**
   * Brings labels like {@link #submitAllAsync} and returns after the last result. When it throws,
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
   * Brings labels as fast as the gateway takes them and hands on what became of each, in their
   * order; the future completes after the last.
   *
   * <p>The iterator and the consumer are called on a thread of the library, never at the same time,
   * and what either throws ends the stream. While one of them waits, the stream waits.
   */
  public CompletableFuture<Void> submitAllAsync(
      Iterator<Feedback> feedback, Consumer<FeedbackResult> results) {
    var stream = new FeedbackStream(feedback, results, e -> calls.failure(e, true));
    var call = calls.openStream(FeedbackServiceGrpc.getStreamFeedbackMethod());
    ClientCalls.asyncBidiStreamingCall(call, stream);
    return stream.ended();
  }

  /** Waits for the calls in flight, at most for one deadline, and cancels what is left. */
  @Override
  public void close() {
    calls.drain();
  }
}
