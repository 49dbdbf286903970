package dev.serin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchTest {
  private final Watch watch = new Watch(error -> SerinException.of(error, true, false));

  @Test
  void start_callThatFailsBeforeItsRequestIsSent_onlyEndsTheWatch() {
    start(new FakeCall(listener -> listener.onClose(Status.UNAVAILABLE, new Metadata())), x -> {});

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> watch.ended().join())
        .havingCause()
        .isInstanceOf(SerinException.class)
        .withMessage("UNAVAILABLE");
  }

  @Test
  void start_consumerThrowsBeforeTheRequestIsSent_cancelsTheCallAfterwards() {
    var call = new FakeCall(listener -> listener.onMessage("answer"));

    start(call, answer -> {
      throw new IllegalStateException("tired");
    });

    assertThat(watch.ended()).isCompletedExceptionally();
    assertThat(call.seen).containsExactly("sent", "half-closed", "cancelled");
  }

  private void start(FakeCall call, Consumer<String> consumer) {
    watch.start(call, "request", Function.identity(), consumer);
  }

  /** A call with an action at its start; as strict as a real one. */
  private static final class FakeCall extends ClientCall<String, String> {
    private final Consumer<Listener<String>> happening;
    private final List<String> seen = new ArrayList<>();

    private FakeCall(Consumer<Listener<String>> happening) {
      this.happening = happening;
    }

    @Override
    public void start(Listener<String> listener, Metadata headers) {
      happening.accept(listener);
    }

    @Override
    public void request(int messages) {
      // Only the start does something.
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      seen.add("cancelled");
    }

    @Override
    public void halfClose() {
      add("half-closed");
    }

    @Override
    public void sendMessage(String message) {
      add("sent");
    }

    private void add(String what) {
      if (seen.contains("cancelled")) {
        throw new IllegalStateException("call was cancelled");
      }
      seen.add(what);
    }
  }
}
