package dev.serin.rpc;

import dev.serin.serving.CallStatus;
import dev.serin.serving.InFlightBytes;
import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import java.util.Collection;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Creates the tracer of each call, with its account of bytes. Thread-safe. */
final class CallTracers extends ServerStreamTracer.Factory {
  /** The largest message of a method whose messages gRPC decodes. */
  static final int SMALL_BYTES = 64 << 10;

  /** Health and reflection, which are answered regardless of the bytes in flight, and hold few. */
  private static final String ALWAYS = "grpc.";

  private final InFlightBytes unbounded = new InFlightBytes(Long.MAX_VALUE / 2);
  private final GrpcPort.Bounds bounds;
  private final BiConsumer<String, CallStatus> unread;
  private final Set<String> large;
  private final LongSupplier ticker;

  CallTracers(
      GrpcPort.Bounds bounds,
      Collection<ServerServiceDefinition> services,
      BiConsumer<String, CallStatus> unread,
      LongSupplier ticker) {
    this.bounds = bounds;
    this.unread = unread;
    this.ticker = ticker;
    large = services.stream()
        .flatMap(service -> service.getMethods().stream())
        .map(method -> method.getMethodDescriptor())
        .filter(method -> method.getRequestMarshaller() instanceof LargeMessages)
        .map(method -> method.getFullMethodName())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    var all = method.startsWith(ALWAYS) ? unbounded : bounds.inFlight();
    int most = large.contains(method) ? bounds.messageBytes() : SMALL_BYTES;
    return new CallTracer(
        all.open(), most, () -> unread.accept(method, CallStatus.RESOURCE_EXHAUSTED), ticker);
  }
}
