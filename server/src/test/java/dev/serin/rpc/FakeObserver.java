package dev.serin.rpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;

/** A caller that reads only as many messages as the test allows. */
public final class FakeObserver<T> extends ServerCallStreamObserver<T> {
  public final List<T> sent = new ArrayList<>();
  public final List<Status.Code> errors = new ArrayList<>();
  public final List<String> messages = new ArrayList<>();
  public boolean completed;
  /** Cancels the call. */
  public Runnable cancel = () -> {};
  /** Tells the service that the caller reads again. */
  public Runnable ready = () -> {};
  /** How many messages the service has asked for. */
  public int requested;
  /** How many more messages the caller reads. */
  public int room;

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
  public void setOnReadyHandler(Runnable handler) {
    ready = handler;
  }

  @Override
  public void setCompression(String compression) {}

  @Override
  public void disableAutoRequest() {}

  @Override
  public void disableAutoInboundFlowControl() {}

  @Override
  public void request(int count) {
    requested += count;
  }

  @Override
  public void setMessageCompression(boolean enable) {}
}
