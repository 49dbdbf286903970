package dev.serin.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private final Streams streams = new Streams();
  private final List<Status.Code> closed = new ArrayList<>();

  @Test
  void end_openStream_isEnded() {
    start(MethodType.SERVER_STREAMING);
    assertThat(closed).isEmpty();

    streams.end();

    assertThat(closed).containsExactly(Status.Code.UNAVAILABLE);
  }

  @Test
  void interceptCall_afterTheEnd_endsStreamsAndLetsCallsGoOn() {
    streams.end();

    start(MethodType.UNARY);
    assertThat(closed).isEmpty();
    start(MethodType.BIDI_STREAMING);

    assertThat(closed).containsExactly(Status.Code.UNAVAILABLE);
  }

  private void start(MethodType type) {
    var unused = streams.interceptCall(
        new OpenCall(type), new Metadata(), (call, headers) -> new ServerCall.Listener<>() {});
  }

  /** A call that keeps the status it was closed with. */
  private final class OpenCall extends ServerCall<Empty, Empty> {
    private final MethodDescriptor<Empty, Empty> method;

    OpenCall(MethodType type) {
      var empty = ProtoUtils.marshaller(Empty.getDefaultInstance());
      method = MethodDescriptor.newBuilder(empty, empty)
          .setType(type)
          .setFullMethodName("s/m")
          .build();
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(Empty message) {}

    @Override
    public void close(Status status, Metadata trailers) {
      closed.add(status.getCode());
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<Empty, Empty> getMethodDescriptor() {
      return method;
    }
  }
}
