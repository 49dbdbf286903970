package dev.serin.rpc.admin;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;

/** A caller that reads when the test says so. */
final class FakeObserver<T> extends ServerCallStreamObserver<T> {
  final List<T> sent = new ArrayList<>();
  final List<Status.Code> errors = new ArrayList<>();
  final List<String> messages = new ArrayList<>();
  boolean completed;
  /** What the caller does when it is tired of reading. */
  Runnable cancel = () -> {};
  /** How many more messages the caller takes now. */
  int room;

  @Override
  public boolean isReady() {
    return room > 0;
  }

  @Override
  public void onNext(T message) {
    room--;
    sent.add(message);
  }

  @Override
  public void onError(Throwable error) {
    errors.add(Status.fromThrowable(error).getCode());
    messages.add(String.valueOf(Status.fromThrowable(error).getDescription()));
  }

  @Override
  public void onCompleted() {
    completed = true;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void setOnCancelHandler(Runnable handler) {
    cancel = handler;
  }

  @Override
  public void setOnCloseHandler(Runnable handler) {}

  @Override
  public void setOnReadyHandler(Runnable handler) {}

  @Override
  public void setCompression(String compression) {}

  @Override
  public void disableAutoInboundFlowControl() {}

  @Override
  public void request(int count) {}

  @Override
  public void setMessageCompression(boolean enable) {}
}
