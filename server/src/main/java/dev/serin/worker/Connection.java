package dev.serin.worker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;

/**
 * One end of a connection between a gateway and a worker. A message is its length in four bytes,
 * little-endian, and then its fields; one is answered before the next is sent. Each end keeps a
 * buffer for messages of ordinary size. Confined to one thread at a time.
 */
final class Connection implements AutoCloseable {
  private static final int KEPT_BYTES = 1 << 20;
  private static final int LENGTH = Integer.BYTES;

  private final SocketChannel channel;
  private final ByteBuffer length =
      ByteBuffer.allocateDirect(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
  private ByteBuffer kept = ByteBuffer.allocateDirect(0);

  Connection(SocketChannel channel) {
    this.channel = channel;
  }

  /** Returns an empty message; {@link #send} sends it. */
  Message message(int leastBytes) {
    return new Message(buffer(Math.max(leastBytes, KEPT_BYTES / 16)).position(LENGTH));
  }

  /** Sends a message. */
  void send(Message message) throws IOException {
    var buffer = message.finish();
    keep(buffer);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /**
   * Waits for the next message's length in bytes; {@link #receive} or {@link #skip} must follow.
   *
   * @throws EOFException if the other end is gone
   */
  int await() throws IOException {
    fill(length.clear());
    int bytes = length.flip().getInt();
    if (bytes < 0) {
      throw new IOException("a message of " + bytes + " bytes");
    }
    return bytes;
  }

  /** Receives the message that {@link #await} has announced; it lasts until the next one. */
  Message receive(int bytes) throws IOException {
    var buffer = buffer(bytes).limit(bytes);
    keep(buffer);
    fill(buffer);
    return new Message(buffer.flip());
  }

  /** Receives a message and forgets it. */
  void skip(int bytes) throws IOException {
    var buffer = buffer(KEPT_BYTES);
    keep(buffer);
    for (int left = bytes; left > 0; left -= buffer.limit()) {
      fill(buffer.clear().limit(Math.min(left, buffer.capacity())));
    }
  }

  private ByteBuffer buffer(int bytes) {
    var buffer = bytes <= kept.capacity() ? kept.clear() : ByteBuffer.allocateDirect(bytes);
    return buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  private void keep(ByteBuffer buffer) {
    if (buffer.capacity() <= KEPT_BYTES && buffer.capacity() > kept.capacity()) {
      kept = buffer;
    }
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the other end is gone");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
