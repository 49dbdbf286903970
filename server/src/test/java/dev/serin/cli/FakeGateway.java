package dev.serin.cli;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.util.MutableHandlerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that knows the calls it is told, and remembers what it was asked. */
final class FakeGateway implements AutoCloseable {
  final List<Message> requests = new CopyOnWriteArrayList<>();

  private final Map<String, Map<String, ServerMethodDefinition<?, ?>>> methods = new HashMap<>();
  private final MutableHandlerRegistry services = new MutableHandlerRegistry();
  private final Server server;

  FakeGateway() throws IOException {
    this(0);
  }

  FakeGateway(int port) throws IOException {
    server = NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .fallbackHandlerRegistry(services)
        .directExecutor()
        .build()
        .start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Goes away, and returns the port that another one may take. */
  int leave() throws InterruptedException {
    int port = server.getPort();
    server.shutdownNow().awaitTermination();
    return port;
  }

  /** The only request so far. */
  Message request() {
    assert requests.size() == 1 : requests;
    return requests.get(0);
  }

  <Q extends Message, R extends Message> void answer(MethodDescriptor<Q, R> method, R answer) {
    serve(method, ServerCalls.asyncUnaryCall((request, observer) -> {
      requests.add(request);
      observer.onNext(answer);
      observer.onCompleted();
    }));
  }

  <Q extends Message, R extends Message> void refuse(MethodDescriptor<Q, R> method, Status status) {
    serve(
        method,
        ServerCalls.asyncUnaryCall(
            (request, observer) -> observer.onError(status.asRuntimeException())));
  }

  /** Streams what is here for the first call, the second, and so on; all but the last one break. */
  <Q extends Message, R extends Message> void stream(
      MethodDescriptor<Q, R> method, List<List<R>> calls) {
    var next = calls.iterator();
    serve(method, ServerCalls.asyncServerStreamingCall((request, observer) -> {
      requests.add(request);
      next.next().forEach(observer::onNext);
      if (next.hasNext()) {
        observer.onError(Status.UNAVAILABLE.asRuntimeException());
      }
    }));
  }

  private <Q, R> void serve(MethodDescriptor<Q, R> method, ServerCallHandler<Q, R> handler) {
    var name = String.valueOf(method.getServiceName());
    var service = ServerServiceDefinition.builder(name);
    var known = methods.computeIfAbsent(name, unused -> new HashMap<>());
    known.put(method.getFullMethodName(), ServerMethodDefinition.create(method, handler));
    known.values().forEach(service::addMethod);
    services.addService(service.build());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
