package dev.serin.rpc;

import dev.serin.serving.CallStatus;
import dev.serin.serving.InFlightBytes;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
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
import org.jspecify.annotations.Nullable;

/**
 * One gRPC listener with its services, health and reflection. Thread-safe.
 *
 * <p>Services run on the event loops and must not block, except those that are said to: they get
 * threads of their own.
 */
public final class GrpcPort {
  /**
   * How often a client may ping, with or without calls; by default the library allows five minutes.
   */
  private static final long KEEP_ALIVE_SECONDS = 10;

  /** How long calls of a connection may go on that was told to go. */
  private static final long AGE_GRACE_SECONDS = 30;

  /**
   * How long calls that are cut off may take to end; it is in the time that others have to close.
   */
  private static final long CUT_OFF_MILLIS = 250;

  private final Transport transport;
  private final Server server;
  private final HealthStatusManager health = new HealthStatusManager();
  private final Streams streams = new Streams();
  private final StartUp startUp = new StartUp();

  /**
   * What a listener offers.
   *
   * @param blocking services that may block, and run on these threads
   * @param readers the threads of calls whose messages are compressed or large, for reading them
   *     takes long
   * @param unread hears of each call that was not read, by the full name of its method:
   *     INVALID_ARGUMENT if it cannot be, RESOURCE_EXHAUSTED if it is too large or there is no room
   */
  public record Services(
      List<BindableService> quick,
      List<BindableService> blocking,
      Executor threads,
      Executor readers,
      BiConsumer<String, CallStatus> unread) {}

  /**
   * The bounds of a listener.
   *
   * @param messageBytes of the largest request that is read by hand; all others are small
   * @param inFlight what calls may hold in memory
   * @param connectionAge after which a connection is told to go; empty: never
   */
  public record Bounds(
      int messageBytes, InFlightBytes inFlight, Optional<Duration> connectionAge) {}

  /**
   * Opens the port. Until it is said that the gateway {@link #started} nothing but health and
   * reflection is answered.
   *
   * @param ticker nanoseconds
   */
  public GrpcPort(Listener listener, Bounds bounds, Services services, LongSupplier ticker)
      throws IOException {
    transport = Transport.of(listener.address());
    var builder = transport
        .builder()
        .directExecutor()
        .callExecutor(new Threads(services))
        .maxInboundMessageSize(Math.max(bounds.messageBytes(), CallTracers.SMALL_BYTES))
        .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .intercept(new UserId())
        .intercept(streams)
        .intercept(startUp);
    // The library calls first what was added last.
    var interceptors = new ArrayList<>(listener.interceptors());
    Collections.reverse(interceptors);
    interceptors.forEach(builder::intercept);
    builder
        .intercept(new Received())
        .intercept(new Malformed(services.unread(), ticker))
        .intercept(new LargeCalls(services.readers()))
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
        .map(service -> ServerInterceptors.useMarshalledMessages(service, new AsTheyCome()))
        .forEach(builder::addService);
    server = builder.build();
    // Until somebody says otherwise; by default the library says that all is well.
    ready(false);
    transport.start(server);
  }

  /** The TCP port that was opened; -1 for a Unix domain socket. */
  public int port() {
    return server.getPort();
  }

  /** Says that the services can be called. */
  public void started() {
    startUp.end();
  }

  /** Tells health checks and watches how the listener as a whole is, and each of its services. */
  public void ready(boolean serving) {
    health("", serving);
    server
        .getServices()
        .forEach(service -> health(service.getServiceDescriptor().getName(), serving));
  }

  /** Tells health checks and watches how a model is. */
  public void health(String service, boolean serving) {
    health.setStatus(service, serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  /** Tells health checks that no service is serving, for good; calls are still taken. */
  public void enterTerminalState() {
    health.enterTerminalState();
  }

  /**
   * Takes no more calls, ends streams, waits for the others, and closes the port; after that long
   * it cuts them off.
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

  @SuppressWarnings("deprecation") // v1alpha is old, but it is what many tools still ask for.
  private static BindableService oldReflection() {
    return ProtoReflectionService.newInstance();
  }

  private static final class Threads implements ServerCallExecutorSupplier {
    private final Set<String> blocking;
    private final Executor threads;
    private final Executor readers;

    Threads(Services services) {
      blocking = services.blocking().stream()
          .map(service -> service.bindService().getServiceDescriptor().getName())
          .collect(Collectors.toUnmodifiableSet());
      threads = services.threads();
      readers = services.readers();
    }

    @Override
    public <ReqT, RespT> @Nullable Executor getExecutor(
        ServerCall<ReqT, RespT> call, Metadata metadata) {
      var service = call.getMethodDescriptor().getServiceName();
      if (service != null && blocking.contains(service)) {
        return threads;
      }
      return LargeCalls.compressed(metadata) && !StartUp.ALWAYS.contains(service) ? readers : null;
    }
  }
}
