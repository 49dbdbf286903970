package dev.serin.rpc;

import dev.serin.serving.CallStatus;
import dev.serin.serving.InFlightBytes;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One gRPC listener with its services, health and reflection. Thread-safe.
 *
 * <p>Services run on the event loops and must not block, except the {@link Services#blocking} ones,
 * which have their own threads.
 */
public final class GrpcPort {
  /**
   * The shortest interval of a client's pings, with or without calls; gRPC's default is five
   * minutes.
   */
  private static final long KEEP_ALIVE_SECONDS = 10;

  /** How long calls may continue on a connection that reached its maximum age. */
  private static final long AGE_GRACE_SECONDS = 30;

  /** How long calls that are cut off may take to end; part of the time to shut down. */
  private static final long CUT_OFF_MILLIS = 250;

  private final Transport transport;
  private final Server server;
  private final HealthStatusManager health = new HealthStatusManager();
  private final Streams streams = new Streams();
  private final StartUp startUp = new StartUp();

  /**
   * The services of a listener.
   *
   * @param blocking services that may block, and run on {@code threads}
   * @param readers the threads for calls whose messages are compressed or large, as reading those
   *     takes long
   * @param unread receives the full method name of each call that could not be read:
   *     INVALID_ARGUMENT if it is unreadable, RESOURCE_EXHAUSTED if it is too large or there is no
   *     room
   */
  public record Services(
      List<BindableService> quick,
      List<BindableService> blocking,
      Executor threads,
      Executor readers,
      BiConsumer<String, CallStatus> unread) {
    private Set<String> blockingNames() {
      return blocking.stream()
          .map(service -> service.bindService().getServiceDescriptor().getName())
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /**
   * The bounds of a listener.
   *
   * @param messageBytes the largest request that is read by hand; all others are small
   * @param inFlight the memory of all calls in flight
   * @param connectionAge after which clients must reconnect; empty: never
   */
  public record Bounds(
      int messageBytes, InFlightBytes inFlight, Optional<Duration> connectionAge) {}

  /**
   * Opens the port. Until {@link #started} it answers only health and reflection.
   *
   * @param ticker nanoseconds
   */
  public GrpcPort(Listener listener, Bounds bounds, Services services, LongSupplier ticker)
      throws IOException {
    transport = Transport.of(listener.address());
    var builder = transport
        .builder()
        .directExecutor()
        .decompressorRegistry(PackedMessages.received())
        .compressorRegistry(PackedMessages.sent())
        .maxInboundMessageSize(Math.max(bounds.messageBytes(), CallTracers.SMALL_BYTES))
        .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .intercept(new UserId())
        .intercept(streams)
        .intercept(startUp);
    // gRPC calls first the interceptor that was added last.
    var interceptors = new ArrayList<>(listener.interceptors());
    Collections.reverse(interceptors);
    interceptors.forEach(builder::intercept);
    builder
        .intercept(new Received())
        .intercept(new Malformed(services.unread(), ticker))
        .intercept(new MovedCalls(services.blockingNames(), services.threads(), services.readers()))
        .intercept(new PackedAnswers())
        .intercept(new Answers());
    bounds
        .connectionAge()
        .ifPresent(age -> builder
            .maxConnectionAge(age.toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionAgeGrace(AGE_GRACE_SECONDS, TimeUnit.SECONDS));
    var definitions = Stream.of(
            List.of(
                health.getHealthService(), ProtoReflectionServiceV1.newInstance(), oldReflection()),
            services.quick(),
            services.blocking())
        .flatMap(List::stream)
        .map(BindableService::bindService)
        .toList();
    builder.addStreamTracerFactory(new CallTracers(bounds, definitions, services.unread(), ticker));
    definitions.stream()
        .map(service -> ServerInterceptors.useMarshalledMessages(service, new RawMessages()))
        .forEach(builder::addService);
    server = builder.build();
    // gRPC's default is SERVING.
    ready(false);
    transport.start(server);
  }

  /** The open TCP port; -1 for a Unix domain socket. */
  public int port() {
    return server.getPort();
  }

  /** Lets callers call the services from now on. */
  public void started() {
    startUp.end();
  }

  /** Sets the health of the listener as a whole, and of each of its services. */
  public void ready(boolean serving) {
    health("", serving);
    server
        .getServices()
        .forEach(service -> health(service.getServiceDescriptor().getName(), serving));
  }

  /** Sets the health of a model. */
  public void health(String service, boolean serving) {
    health.setStatus(service, serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  /** Sets all health to NOT_SERVING for good; calls are still accepted. */
  public void enterTerminalState() {
    health.enterTerminalState();
  }

  /**
   * Accepts no more calls, ends streams, waits for the other calls, and closes the port; calls that
   * take longer than {@code patience} are cut off.
   */
  public void stop(Duration patience) throws InterruptedException {
    server.shutdown();
    streams.end();
    if (!server.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      server.shutdownNow();
      server.awaitTermination(CUT_OFF_MILLIS, TimeUnit.MILLISECONDS);
    }
    transport.close();
  }

  @SuppressWarnings("deprecation") // many tools still use v1alpha
  private static BindableService oldReflection() {
    return ProtoReflectionService.newInstance();
  }
}
