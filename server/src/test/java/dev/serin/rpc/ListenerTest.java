package dev.serin.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.serving.InFlightBytes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ListenerTest {
  private final List<String> passed = new CopyOnWriteArrayList<>();

  @Test
  void call_passesTheInterceptorsInTheirOrder() throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var port = new GrpcPort(
        new Listener(address, List.of(new Noted("first"), new Noted("second"))),
        new GrpcPort.Bounds(1 << 20, new InFlightBytes(1 << 20), Optional.empty()),
        new GrpcPort.Services(
            List.of(), List.of(), Runnable::run, Runnable::run, (method, status) -> {}),
        System::nanoTime);
    var channel =
        NettyChannelBuilder.forAddress("localhost", port.port()).usePlaintext().build();

    HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());

    channel.shutdownNow();
    port.stop(Duration.ofSeconds(5));
    assertThat(passed).containsExactly("first", "second");
  }

  private final class Noted implements ServerInterceptor {
    private final String name;

    Noted(String name) {
      this.name = name;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      passed.add(name);
      return next.startCall(call, headers);
    }
  }
}
