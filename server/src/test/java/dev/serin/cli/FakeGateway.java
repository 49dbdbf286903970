package dev.serin.cli;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.grpc.util.MutableHandlerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server on loopback that gives prepared answers and records the requests. */
public final class FakeGateway implements AutoCloseable {
  public final List<Message> requests = new CopyOnWriteArrayList<>();

  private final Map<String, Map<String, ServerMethodDefinition<?, ?>>> methods = new HashMap<>();
  private final MutableHandlerRegistry services = new MutableHandlerRegistry();
  private final Server server;

  public FakeGateway() throws IOException {
    this(0);
  }

  public FakeGateway(int port) throws IOException {
    server = NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .fallbackHandlerRegistry(services)
        .directExecutor()
        .build()
        .start();
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Stops, and returns the port for a successor. */
  public int leave() throws InterruptedException {
    int port = server.getPort();
    server.shutdownNow().awaitTermination();
    return port;
  }

  /** The only request so far. */
  public Message request() {
    assert requests.size() == 1 : requests;
    return requests.get(0);
  }

  public <Q extends Message, R extends Message> void answer(
      MethodDescriptor<Q, R> method, R answer) {
    serve(method, ServerCalls.asyncUnaryCall((request, observer) -> {
      requests.add(request);
      observer.onNext(answer);
      observer.onCompleted();
    }));
  }

  public <Q extends Message, R extends Message> void refuse(
      MethodDescriptor<Q, R> method, Status status) {
    serve(
        method,
        ServerCalls.asyncUnaryCall(
            (request, observer) -> observer.onError(status.asRuntimeException())));
  }

  /** Streams what is here for the first call, the second, and so on; all but the last one break. */
  public <Q extends Message, R extends Message> void stream(
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

  /** Answers each message of a stream in its turn, or ends the stream with what is thrown. */
  public <Q extends Message, R extends Message> void converse(
      MethodDescriptor<Q, R> method, Function<Q, R> answer) {
    serve(
        method, ServerCalls.asyncBidiStreamingCall(answers -> new Conversation<>(answer, answers)));
  }

  private static final class Conversation<Q, R> implements StreamObserver<Q> {
    private final Function<Q, R> answer;
    private final StreamObserver<R> answers;
    private boolean ended;

    Conversation(Function<Q, R> answer, StreamObserver<R> answers) {
      this.answer = answer;
      this.answers = answers;
    }

    @Override
    public void onNext(Q message) {
      if (ended) {
        return;
      }
      try {
        answers.onNext(answer.apply(message));
      } catch (StatusRuntimeException e) {
        ended = true;
        answers.onError(e);
      }
    }

    @Override
    public void onError(Throwable cancelled) {
      // The caller is gone.
    }

    @Override
    public void onCompleted() {
      if (!ended) {
        answers.onCompleted();
      }
    }
  }

  private <Q, R> void serve(MethodDescriptor<Q, R> method, ServerCallHandler<Q, R> handler) {
    var name = String.valueOf(method.getServiceName());
    var service = ServerServiceDefinition.builder(name);
    var known = methods.computeIfAbsent(name, unused -> new HashMap<>());
    known.put(method.getFullMethodName(), ServerMethodDefinition.create(method, handler));
    known.values().forEach(service::addMethod);
    services.addService(service.build());
  }

  /** Its port is free afterwards. */
  @Override
  public void close() {
    try {
      server.shutdownNow().awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
