package dev.serin.rpc;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

  private final Server server;
  private final HealthStatusManager health = new HealthStatusManager();
  private final Streams streams = new Streams();
  private final StartUp startUp = new StartUp();

  /**
   * What a listener offers.
   *
   * @param blocking services that may block, and run on these threads
   * @param malformed hears of each message that cannot be read, by the full name of its method
   */
  public record Services(
      List<BindableService> quick,
      List<BindableService> blocking,
      Executor threads,
      Consumer<String> malformed) {}

  /**
   * The bounds of a listener.
   *
   * @param messageBytes of the largest request
   * @param connectionAge after which a connection is told to go; empty: never
   */
  public record Bounds(int messageBytes, Optional<Duration> connectionAge) {}

  /**
   * Opens the port. Until it is said that the gateway {@link #started} nothing but health and
   * reflection is answered.
   */
  public GrpcPort(InetSocketAddress address, Bounds bounds, Services services) throws IOException {
    var builder = NettyServerBuilder.forAddress(address)
        .directExecutor()
        .callExecutor(new Threads(services))
        .maxInboundMessageSize(bounds.messageBytes())
        .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .intercept(new UserId())
        .intercept(streams)
        .intercept(startUp)
        .intercept(new Malformed(services.malformed(), System::nanoTime));
    bounds
        .connectionAge()
        .ifPresent(age -> builder
            .maxConnectionAge(age.toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionAgeGrace(AGE_GRACE_SECONDS, TimeUnit.SECONDS));
    Stream.of(
            List.of(
                health.getHealthService(), ProtoReflectionServiceV1.newInstance(), oldReflection()),
            services.quick(),
            services.blocking())
        .flatMap(List::stream)
        .map(BindableService::bindService)
        .map(ServerInterceptors::useInputStreamMessages)
        .forEach(builder::addService);
    server = builder.build();
    // Until somebody says otherwise; by default the library says that all is well.
    ready(false);
    server.start();
  }

  /** The port that was opened. */
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
      server.awaitTermination(1, TimeUnit.SECONDS);
    }
  }

  @SuppressWarnings("deprecation") // v1alpha is old, but it is what many tools still ask for.
  private static BindableService oldReflection() {
    return ProtoReflectionService.newInstance();
  }

  private static final class Threads implements ServerCallExecutorSupplier {
    private final Set<String> blocking;
    private final Executor threads;

    Threads(Services services) {
      blocking = services.blocking().stream()
          .map(service -> service.bindService().getServiceDescriptor().getName())
          .collect(Collectors.toUnmodifiableSet());
      threads = services.threads();
    }

    @Override
    public <ReqT, RespT> @Nullable Executor getExecutor(
        ServerCall<ReqT, RespT> call, Metadata metadata) {
      var service = call.getMethodDescriptor().getServiceName();
      return service != null && blocking.contains(service) ? threads : null;
    }
  }
}
