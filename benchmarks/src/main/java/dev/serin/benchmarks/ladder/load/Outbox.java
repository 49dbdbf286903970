package dev.serin.benchmarks.ladder.load;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The sending side of an HTTP/2 connection, within the windows that the server grants. Requests
 * after the first refer to the table of headers. Thread-safe.
 */
final class Outbox {
  private static final int BYTES = 1 << 20;
  private static final int FRAME_HEADER = 9;
  private static final int DEFAULT_WINDOW = 65_535;
  private static final int FRAME = 16_384;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  /** POST, http, and the four entries that the first request adds to the table. */
  private static final byte[] LATER = {
    (byte) 0x83, (byte) 0x86, (byte) 0xc1, (byte) 0xc0, (byte) 0xbf, (byte) 0xbe
  };

  private final Object lock = new Object();
  private final OutputStream stream;
  private final byte[] first;

  @GuardedBy("lock")
  private final ByteBuffer out = ByteBuffer.allocate(BYTES);

  @GuardedBy("lock")
  private final Deque<Sending> waiting = new ArrayDeque<>();

  /** What is left for the streams that are being sent, if the server granted more than at first. */
  @GuardedBy("lock")
  private final Map<Integer, Long> granted = new HashMap<>();

  @GuardedBy("lock")
  private long window = DEFAULT_WINDOW;

  @GuardedBy("lock")
  private long streamWindow = DEFAULT_WINDOW;

  @GuardedBy("lock")
  private boolean begun;

  Outbox(OutputStream stream, String path, String authority) {
    this.stream = stream;
    this.first = firstHeaders(path, authority);
  }

  /** Opens the connection, with room for all that the server will send. */
  void open() throws IOException {
    synchronized (lock) {
      out.put(PREFACE);
      frame(12, Frame.SETTINGS, 0, 0);
      out.putShort((short) 2).putInt(0); // no push
      out.putShort((short) 4).putInt(Integer.MAX_VALUE);
      windowUpdate(Integer.MAX_VALUE - DEFAULT_WINDOW);
      flush();
    }
  }

  /** Queues a request. */
  void add(int id, Request request) throws IOException {
    synchronized (lock) {
      waiting.add(new Sending(id, request));
      pump();
    }
  }

  /** Writes what is queued, as far as the windows go. */
  void flush() throws IOException {
    synchronized (lock) {
      pump();
      write();
    }
  }

  /** Takes the server's settings; the room of streams counts from the first of them. */
  void settings(ByteBuffer settings) throws IOException {
    synchronized (lock) {
      while (settings.remaining() >= 6) {
        int key = settings.getShort();
        int value = settings.getInt();
        streamWindow = key == 4 ? value : streamWindow;
        if (key == 1 && value < 4_096) {
          throw new IllegalStateException("table of headers: " + value + " (expected: 4096)");
        }
      }
      frame(0, Frame.SETTINGS, Frame.ACK, 0);
      flush();
    }
  }

  /** Grants more room, to the connection (0) or to a stream. */
  void grant(int id, int bytes) throws IOException {
    synchronized (lock) {
      if (id == 0) {
        window += bytes;
      } else if (waiting.stream().anyMatch(sending -> sending.id == id)) {
        granted.merge(id, (long) bytes, Long::sum);
      }
      if (!waiting.isEmpty()) {
        flush();
      }
    }
  }

  /** Answers a ping. */
  void pong(long payload) throws IOException {
    synchronized (lock) {
      frame(Long.BYTES, Frame.PING, Frame.ACK, 0);
      out.putLong(payload);
      write();
    }
  }

  /** Gives back the room of received bytes. */
  void received(int bytes) throws IOException {
    synchronized (lock) {
      windowUpdate(bytes);
      write();
    }
  }

  @GuardedBy("lock")
  private void pump() throws IOException {
    while (!waiting.isEmpty()) {
      var sending = waiting.getFirst();
      if (!sending.begun) {
        room(FRAME_HEADER + first.length);
        var headers = begun ? LATER : first;
        frame(headers.length, Frame.HEADERS, Frame.END_HEADERS, sending.id);
        out.put(headers);
        begun = true;
        sending.begun = true;
      }
      if (!data(sending)) {
        return;
      }
      granted.remove(sending.id);
      waiting.removeFirst();
    }
  }

  /** Returns whether all of the request is written. */
  @GuardedBy("lock")
  private boolean data(Sending sending) throws IOException {
    int length = sending.request.length();
    while (sending.sent < length) {
      long left = streamWindow + granted.getOrDefault(sending.id, 0L) - sending.sent;
      int part = (int) Math.min(Math.min(left, window), Math.min(length - sending.sent, FRAME));
      if (part <= 0) {
        return false;
      }
      room(FRAME_HEADER + part);
      boolean last = sending.sent + part == length;
      frame(part, Frame.DATA, last ? Frame.END_STREAM : 0, sending.id);
      sending.copy(part, out);
      window -= part;
    }
    return true;
  }

  @GuardedBy("lock")
  private void room(int bytes) throws IOException {
    if (out.remaining() < bytes) {
      write();
    }
  }

  @GuardedBy("lock")
  private void windowUpdate(int bytes) {
    frame(Integer.BYTES, Frame.WINDOW_UPDATE, 0, 0);
    out.putInt(bytes);
  }

  @GuardedBy("lock")
  private void frame(int length, int type, int flags, int id) {
    out.put((byte) (length >> 16)).putShort((short) length);
    out.put((byte) type).put((byte) flags).putInt(id);
  }

  @GuardedBy("lock")
  private void write() throws IOException {
    if (out.position() > 0) {
      stream.write(out.array(), 0, out.position());
      out.clear();
    }
  }

  private static byte[] firstHeaders(String path, String authority) {
    var block = ByteBuffer.allocate(512);
    block.put((byte) 0x83).put((byte) 0x86);
    block.put((byte) 0x44);
    text(block, path);
    block.put((byte) 0x41);
    text(block, authority);
    block.put((byte) 0x40);
    text(block, "te");
    text(block, "trailers");
    block.put((byte) 0x5f);
    text(block, "application/grpc");
    return java.util.Arrays.copyOf(block.array(), block.position());
  }

  private static void text(ByteBuffer block, String value) {
    var bytes = value.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > 126) {
      throw new IllegalArgumentException(value + ": too long (expected: at most 126 bytes)");
    }
    block.put((byte) bytes.length).put(bytes);
  }

  /** A request that is not wholly written. */
  private static final class Sending {
    private final int id;
    private final Request request;
    private boolean begun;
    private int sent;

    Sending(int id, Request request) {
      this.id = id;
      this.request = request;
    }

    void copy(int part, ByteBuffer to) {
      int fromHead = Math.max(0, Math.min(part, request.head().length - sent));
      if (fromHead > 0) {
        to.put(request.head(), sent, fromHead);
      }
      to.put(request.tail(), sent + fromHead - request.head().length, part - fromHead);
      sent += part;
    }
  }
}
