package dev.serin.benchmarks.ladder.load;

import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection of the generator: sends encoded requests and verifies the replies on a
 * thread of its own, which also writes what the replies cause to be sent, once for all that arrived
 * together. Thread-safe.
 */
final class Connection implements AutoCloseable {
  private static final int BUFFER = 1 << 18;
  private static final int FRAME_HEADER = 9;
  private static final int SLOTS = 1 << 14;
  private static final int GIVE_BACK = 1 << 24;

  private final Protocol protocol;
  private final Replies replies;
  private final Socket socket;
  private final Outbox outbox;
  private final Call[] calls = new Call[SLOTS];
  private final AtomicInteger nextStream = new AtomicInteger(1);
  private final HeaderBlocks headers = new HeaderBlocks();
  private final Thread reader;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean closing;
  private int received;

  /** Learns of each reply, on the connection's thread. */
  interface Replies {
    /** A reply was the expected one. */
    void answered(Connection connection, long startNanos) throws IOException;

    /** The connection is of no more use. */
    void failed(Exception cause);
  }

  Connection(int port, Protocol protocol, Replies replies) throws IOException {
    this.protocol = protocol;
    this.replies = replies;
    Arrays.setAll(calls, slot -> new Call());
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    this.outbox = new Outbox(socket.getOutputStream(), protocol.path(), "127.0.0.1:" + port);
    this.reader = new Thread(this::read, "ladder-load");
    reader.setDaemon(true);
    outbox.open();
    reader.start();
  }

  /** Queues a call that counts from a time; only one thread may queue at a time. */
  void call(Request request, long startNanos) throws IOException {
    int stream = nextStream.getAndAdd(2);
    var call = slot(stream);
    if (call.stream != 0) {
      throw new IllegalStateException("calls in flight: " + SLOTS + " (expected: less)");
    }
    inFlight.incrementAndGet();
    call.begin(request, stream, startNanos);
    outbox.add(stream, request);
  }

  /** Sends what is queued. */
  void flush() throws IOException {
    outbox.flush();
  }

  /** Returns the number of calls without a reply. */
  int inFlight() {
    return inFlight.get();
  }

  /** Returns the processor time of this connection's thread. */
  long cpuNanos() {
    return java.lang.management.ManagementFactory.getThreadMXBean()
        .getThreadCpuTime(reader.getId());
  }

  @Override
  public void close() {
    closing = true;
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void read() {
    var buffer = new byte[BUFFER];
    @Nullable Exception failure = null;
    try {
      var in = socket.getInputStream();
      int filled = 0;
      while (true) {
        filled = fill(in, buffer, filled);
        int read = frames(buffer, filled);
        System.arraycopy(buffer, read, buffer, 0, filled - read);
        filled -= read;
        giveBack();
        outbox.flush();
      }
    } catch (IOException | Http2Exception | RuntimeException e) {
      failure = e;
    }
    if (!closing) {
      replies.failed(failure);
    }
  }

  private static int fill(InputStream in, byte[] buffer, int filled) throws IOException {
    int count = in.read(buffer, filled, buffer.length - filled);
    if (count <= 0) {
      throw new IOException("connection closed by the server");
    }
    return filled + count;
  }

  /** Returns the length of the whole frames. */
  private int frames(byte[] buffer, int filled) throws IOException, Http2Exception {
    int at = 0;
    while (filled - at >= FRAME_HEADER) {
      int length =
          ((buffer[at] & 0xff) << 16) | ((buffer[at + 1] & 0xff) << 8) | (buffer[at + 2] & 0xff);
      if (filled - at < FRAME_HEADER + length) {
        break;
      }
      frame(buffer, at, length);
      at += FRAME_HEADER + length;
    }
    return at;
  }

  private void frame(byte[] buffer, int at, int length) throws IOException, Http2Exception {
    int type = buffer[at + 3];
    int flags = buffer[at + 4];
    int from = at + FRAME_HEADER;
    var frame = ByteBuffer.wrap(buffer, from, length);
    int stream = ByteBuffer.wrap(buffer, at + 5, Integer.BYTES).getInt();
    switch (type) {
      case Frame.DATA -> data(stream, flags, buffer, from, length);
      case Frame.HEADERS -> headers(stream, flags, buffer, from, length);
      case Frame.SETTINGS -> settings(flags, frame);
      case Frame.PING -> ping(flags, frame);
      case Frame.WINDOW_UPDATE -> outbox.grant(stream, frame.getInt());
      case Frame.RST_STREAM -> reset(stream, frame.getInt());
      case Frame.GOAWAY -> throw new IOException("the server closes the connection: GOAWAY");
      default -> {} // of no meaning to us
    }
  }

  private void data(int stream, int flags, byte[] buffer, int from, int length) {
    if ((flags & (Frame.PADDED | Frame.END_STREAM)) != 0) {
      throw new IllegalStateException("flags of data: " + flags + " (expected: 0)");
    }
    received += length;
    current(stream).add(buffer, from, length);
  }

  private void headers(int stream, int flags, byte[] buffer, int from, int length)
      throws IOException, Http2Exception {
    if ((flags & Frame.PADDED) != 0 || (flags & Frame.END_HEADERS) == 0) {
      throw new IllegalStateException("flags of headers: " + flags + " (expected: a whole block)");
    }
    if ((flags & Frame.END_STREAM) == 0) {
      headers.begin(stream, buffer, from, length);
      return;
    }
    headers.end(stream, buffer, from, length);
    var call = current(stream);
    call.end(protocol);
    inFlight.decrementAndGet();
    replies.answered(this, call.startNanos);
  }

  private void settings(int flags, ByteBuffer frame) throws IOException {
    if ((flags & Frame.ACK) == 0) {
      outbox.settings(frame);
    }
  }

  private void ping(int flags, ByteBuffer frame) throws IOException {
    if ((flags & Frame.ACK) == 0) {
      outbox.pong(frame.getLong());
    }
  }

  /** A reset after the whole reply is of no meaning. */
  private void reset(int stream, int code) {
    if (slot(stream).stream == stream) {
      throw new IllegalStateException("stream reset: code " + code + " (expected: a reply)");
    }
  }

  private void giveBack() throws IOException {
    if (received >= GIVE_BACK) {
      outbox.received(received);
      received = 0;
    }
  }

  private Call current(int stream) {
    var call = slot(stream);
    if (call.stream != stream) {
      throw new IllegalStateException("stream " + stream + ": not in flight");
    }
    return call;
  }

  private Call slot(int stream) {
    return calls[stream >>> 1 & SLOTS - 1];
  }
}
