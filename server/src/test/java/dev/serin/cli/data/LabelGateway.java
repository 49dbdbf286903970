package dev.serin.cli.data;

import dev.serin.cli.FakeGateway;
import dev.serin.cli.Run;
import dev.serin.v1.FeedbackServiceGrpc;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import dev.serin.v1.SubmitFeedbackResponse.Result;
import io.grpc.Status;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gateway on loopback that takes streams of labels: the first one for a prediction is ACCEPTED,
 * and each further one a DUPLICATE.
 */
final class LabelGateway implements AutoCloseable {
  private static final int KEPT = 100;

  /** The first labels that came. */
  final List<SubmitFeedbackRequest> labels = new CopyOnWriteArrayList<>();

  private final Set<String> seen = new HashSet<>();
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private final FakeGateway gateway = new FakeGateway();
  private Status end = Status.UNAVAILABLE;
  private int count;

  LabelGateway() throws IOException {
    gateway.converse(FeedbackServiceGrpc.getStreamFeedbackMethod(), this::answer);
  }

  /** Ends the stream with this after that many labels. */
  void endAfter(int count, Status status) {
    left.set(count);
    end = status;
  }

  /** How many labels came. */
  synchronized int count() {
    return count;
  }

  String address() {
    return gateway.address();
  }

  Run run(String... arguments) {
    return Run.against(gateway, arguments);
  }

  private synchronized SubmitFeedbackResponse answer(SubmitFeedbackRequest label) {
    if (left.getAndDecrement() <= 0) {
      throw end.asRuntimeException();
    }
    if (count++ < KEPT) {
      labels.add(label);
    }
    boolean first = seen.add(label.getPredictionId() + label.getRow());
    return SubmitFeedbackResponse.newBuilder()
        .setResult(first ? Result.ACCEPTED : Result.DUPLICATE)
        .setMessage(first ? "" : "has its label")
        .build();
  }

  @Override
  public void close() {
    gateway.close();
  }
}
