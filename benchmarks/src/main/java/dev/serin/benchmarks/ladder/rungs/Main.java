package dev.serin.benchmarks.ladder.rungs;

import dev.serin.benchmarks.ladder.models.Model;
import io.grpc.BindableService;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** One server of the ladder, as the process that it is measured as. */
public final class Main {
  private Main() {}

  /**
   * Serves until the process is ended, and says on which port.
   *
   * @param args the rung (echo, inline, naive or batched), the model's name and its file; or raw,
   *     which runs ONNX Runtime alone, with the sizes of the batches to run and for how long
   */
  public static void main(String[] args) throws Exception {
    var model = Model.of(args[1]);
    var file = Path.of(args[2]);
    switch (args[0]) {
      case "raw" -> Raw.run(model, file, args);
      case "naive" -> serve(port(), new Naive(Sessions.unset(file), model));
      case "echo" -> direct(new Echo(model));
      case "inline" -> direct(new Inline(Sessions.oneThread(file), model));
      case "batched" -> batched(model, file);
      default ->
        throw new IllegalArgumentException(
            "rung: " + args[0] + " (expected: raw, naive, echo, inline or batched)");
    }
  }

  private static void direct(BindableService service) throws Exception {
    serve(port().directExecutor(), service);
  }

  private static void batched(Model model, Path file) throws Exception {
    boolean epoll = Epoll.isAvailable();
    var events = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    var group = new MultiThreadIoEventLoopGroup(events);
    var loops = new CurrentLoop(group);
    var service = new Batched(Sessions.oneThread(file), model, loops);
    var builder = port()
        .directExecutor()
        .bossEventLoopGroup(group)
        .workerEventLoopGroup(group)
        .channelType(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
    try (var http = Counters.serve(service.sizes())) {
      serve(builder, service, " http=127.0.0.1:" + http.port());
    }
  }

  private static NettyServerBuilder port() {
    return NettyServerBuilder.forAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static void serve(NettyServerBuilder builder, BindableService service) throws Exception {
    serve(builder, service, "");
  }

  private static void serve(NettyServerBuilder builder, BindableService service, String more)
      throws Exception {
    var server = builder.addService(service).build().start();
    System.out.println("ready grpc=127.0.0.1:" + server.getPort() + more);
    server.awaitTermination();
  }

  /** Finds the event loop of the current thread. */
  private record CurrentLoop(EventLoopGroup group, ThreadLocal<EventLoop> known)
      implements java.util.function.Supplier<EventLoop> {
    CurrentLoop(EventLoopGroup group) {
      this(group, ThreadLocal.withInitial(() -> find(group)));
    }

    @Override
    public EventLoop get() {
      return known.get();
    }

    private static EventLoop find(EventLoopGroup group) {
      for (var executor : group) {
        if (executor.inEventLoop()) {
          return (EventLoop) executor;
        }
      }
      throw new IllegalStateException("thread: not of an event loop");
    }
  }
}
