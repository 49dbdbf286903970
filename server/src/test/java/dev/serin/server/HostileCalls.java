package dev.serin.server;

import com.sun.management.ThreadMXBean;
import dev.serin.onnx.OnnxModels;
import dev.serin.rpc.Bytes;
import dev.serin.tensor.DataType;
import dev.serin.v1.PredictRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.internal.PlatformDependent;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends hostile messages to a gateway in this process, and prints their cost: bytes allocated per
 * byte on the wire, time on the event loops, the slowest health check meanwhile, and how much of it
 * the gauge shows. Arguments: the size of a message in MiB, the number of slow readers, and a
 * folder.
 */
final class HostileCalls implements AutoCloseable {
  private static final String PREDICT = "serin.v1.PredictionService/Predict";
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Gateway gateway;
  private final MultiThreadIoEventLoopGroup attacker = new MultiThreadIoEventLoopGroup(
      2, new DefaultThreadFactory("attacker", true), NioIoHandler.newFactory());

  HostileCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int size = Integer.parseInt(arguments[0]) << 20;
    int readers = Integer.parseInt(arguments[1]);
    var folder = Path.of(arguments[2]);
    try (var serin = start(folder, "models: {digits: {split: {1: 1}}}\n");
        var calls = new HostileCalls(serin.gateway())) {
      calls.warmUp();
      System.out.printf(
          "%-28s %10s %8s %8s %9s %9s %9s  %s%n",
          "message", "wire", "alloc/B", "loop ms", "total ms", "health ms", "gauge MB", "status");
      for (var entry : HostileMessages.of(size).entrySet()) {
        if (readers >= 0) {
          calls.measure(entry.getKey(), entry.getValue(), false);
        }
        if (entry.getKey().equals("empty tensors") || entry.getKey().equals("raw floats")) {
          calls.measure(entry.getKey() + ", gzip", entry.getValue(), true);
        }
      }
      if (readers > 0) {
        calls.slowReaders(readers);
      }
    }
  }

  /** Starts a gateway of digits, and of models that return their inputs. */
  static TestGateway start(Path folder, String config) throws Exception {
    for (var type :
        new DataType[] {DataType.STRING, DataType.INT64, DataType.BOOL, DataType.FP32}) {
      var path = Files.createDirectories(folder.resolve("repository/same-" + type + "/1"));
      Files.write(path.resolve("model.onnx"), OnnxModels.identity(type, -1));
    }
    return TestGateway.start(folder, config, 1);
  }

  /** Loads and compiles all code that the messages need. */
  void warmUp() {
    for (var message : HostileMessages.of(4_000).values()) {
      send(message, false);
      send(message, true);
    }
  }

  private void measure(String name, byte[] message, boolean gzip) throws Exception {
    System.gc();
    var health = new Probe();
    var gauge = new GaugeProbe();
    health.start();
    gauge.start();
    long before = allocated();
    long loop = loopNanos();
    long start = System.nanoTime();
    var status = send(message, gzip);
    long total = System.nanoTime() - start;
    // Some allocation happens after the answer.
    pause(200);
    long bytes = allocated() - before;
    loop = loopNanos() - loop;
    health.end();
    gauge.end();
    System.out.printf(
        "%-28s %10d %8.1f %8d %9d %9d %9.1f  %s%n",
        name,
        message.length,
        (double) bytes / message.length,
        loop / 1_000_000,
        total / 1_000_000,
        health.worst / 1_000_000,
        gauge.most / 1e6,
        text(status));
  }

  private static String text(Status status) {
    var description = String.valueOf(status.getDescription());
    return status.getCode() + " " + description.substring(0, Math.min(90, description.length()));
  }

  /** Sends a message to Predict, and returns the status of the call. */
  Status send(byte[] message, boolean gzip) {
    return send(PREDICT, message, gzip);
  }

  /** Sends a message to a method, and returns the status of the call. */
  Status send(String method, byte[] message, boolean gzip) {
    var channel = channel();
    try {
      var options = gzip ? CallOptions.DEFAULT.withCompression("gzip") : CallOptions.DEFAULT;
      ClientCalls.blockingUnaryCall(channel, Bytes.method(method), options, message);
      return Status.OK;
    } catch (RuntimeException e) {
      return Status.fromThrowable(e);
    } finally {
      channel.shutdownNow();
    }
  }

  /** Asks for answers of 1 MiB, and reads none. */
  private void slowReaders(int count) throws Exception {
    var request = PredictRequest.newBuilder()
        .setModel("same-FP32")
        .addInputs(dev.serin.v1.Tensor.newBuilder()
            .setName("x")
            .setDatatype(dev.serin.v1.Tensor.Datatype.FP32)
            .addShape(1 << 18)
            .setRaw(com.google.protobuf.ByteString.copyFrom(new byte[1 << 20])))
        .build()
        .toByteArray();
    var channel = channel();
    System.gc();
    long heap = heap();
    long direct = PlatformDependent.usedDirectMemory();
    long resident = resident();
    var statuses = new ArrayList<Status>();
    for (int i = 0; i < count; i++) {
      var call = channel.newCall(Bytes.method(PREDICT), CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
              synchronized (statuses) {
                statuses.add(status);
              }
            }
          },
          new Metadata());
      call.sendMessage(request);
      call.halfClose();
      pause(10);
    }
    pause(2_000);
    System.gc();
    System.out.printf(
        "%d slow readers of 1 MiB: heap %+d MB, Netty %+d MB, resident %+d MB, gauge %.1f MB,"
            + " refused %d (%s)%n",
        count,
        (heap() - heap) >> 20,
        (PlatformDependent.usedDirectMemory() - direct) >> 20,
        (resident() - resident) >> 10,
        gauge() / 1e6,
        statuses.size(),
        statuses.isEmpty() ? "" : text(statuses.get(0)));
    channel.shutdownNow();
    pause(1_000);
    System.out.printf("once they are gone: gauge %.1f MB%n", gauge() / 1e6);
  }

  private ManagedChannel channel() {
    return NettyChannelBuilder.forAddress("127.0.0.1", gateway.grpcPort())
        .usePlaintext()
        .eventLoopGroup(attacker)
        .channelType(NioSocketChannel.class)
        .flowControlWindow(1 << 16)
        .directExecutor()
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .build();
  }

  /** Returns the bytes that the gateway's threads have allocated for calls. */
  static long allocated() {
    return allocated("grpc-default-worker") + allocated("serin-runner") + allocated("serin-reader");
  }

  /** Returns the bytes allocated by threads with this prefix of their names. */
  static long allocated(String threads) {
    long bytes = 0;
    for (long id : THREADS.getAllThreadIds()) {
      var info = THREADS.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith(threads)) {
        bytes += THREADS.getThreadAllocatedBytes(id);
      }
    }
    return bytes;
  }

  private long loopNanos() {
    long nanos = 0;
    for (long id : THREADS.getAllThreadIds()) {
      var info = THREADS.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith("grpc-default-worker")) {
        nanos += THREADS.getThreadCpuTime(id);
      }
    }
    return nanos;
  }

  private double gauge() {
    return Wire.metrics(gateway)
        .lines()
        .filter(line -> line.startsWith("serin_in_flight_bytes"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }

  private static void pause(long millis) throws InterruptedException {
    boolean unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** In KiB. */
  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  /** Checks health continuously, on its own connections. */
  private final class Probe extends Thread {
    private final AtomicBoolean ended = new AtomicBoolean();
    private long worst;

    @Override
    public void run() {
      // Connections are spread over the event loops, so one of them shares the busy loop.
      var channels = new ManagedChannel[] {channel(), channel(), channel(), channel()};
      for (var channel : channels) {
        ask(channel);
      }
      worst = 0;
      while (!ended.get()) {
        for (var channel : channels) {
          long start = System.nanoTime();
          ask(channel);
          worst = Math.max(worst, System.nanoTime() - start);
        }
      }
      for (var channel : channels) {
        channel.shutdownNow();
      }
    }

    private void ask(ManagedChannel channel) {
      var unused =
          HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
    }

    void end() throws InterruptedException {
      ended.set(true);
      join();
    }
  }

  /** Reads the gauge continuously. */
  private final class GaugeProbe extends Thread {
    private final AtomicBoolean ended = new AtomicBoolean();
    private double most;

    @Override
    public void run() {
      while (!ended.get()) {
        most = Math.max(most, gauge());
      }
    }

    void end() throws InterruptedException {
      ended.set(true);
      join();
    }
  }

  @Override
  public void close() {
    var unused = attacker.shutdownGracefully();
  }
}
