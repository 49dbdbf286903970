package dev.serin.rpc;

import dev.serin.serving.CallBytes;
import dev.serin.serving.CallStatus;
import io.grpc.KnownLength;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/**
 * The bytes of a received message, which everything read from it is a view of, and the account of
 * its call.
 */
public final class MessageBytes extends ByteArrayInputStream implements KnownLength {
  private static final int FIRST_PIECE = 8 << 10;
  private static final int LARGEST_PIECE = 1 << 20;

  private final CallBytes room;
  private final long arrivalNanos;

  private MessageBytes(byte[] bytes, CallBytes room, long arrivalNanos) {
    super(bytes);
    this.room = room;
    this.arrivalNanos = arrivalNanos;
  }

  /** Reads a message whose bytes the call's room already holds. */
  public static MessageBytes plain(InputStream message, CallBytes room, long arrivalNanos) {
    try {
      var bytes = new byte[message.available()];
      int length = message.readNBytes(bytes, 0, bytes.length);
      if (length < bytes.length) {
        throw new UnreadableException(length + " of " + bytes.length + " bytes");
      }
      return new MessageBytes(bytes, room, arrivalNanos);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a compressed message: decompresses it piece by piece, and takes room for each before it
   * is allocated. Room beyond the message's size is released.
   *
   * @param most the largest size
   * @throws StatusRuntimeException RESOURCE_EXHAUSTED if it is larger, or there is no room
   */
  static MessageBytes unpacked(InputStream message, int most, CallBytes room, long arrivalNanos) {
    long taken = 0;
    var pieces = new ArrayList<byte[]>();
    int length = 0;
    try (var unpacked = PackedMessages.unpack(message)) {
      for (int size = FIRST_PIECE; ; size = Math.min(2 * size, LARGEST_PIECE)) {
        taken += take(size, room);
        var piece = new byte[size];
        int read = unpacked.readNBytes(piece, 0, size);
        pieces.add(piece);
        length += read;
        if (length > most) {
          throw tooLarge(most);
        }
        if (read < size) {
          break;
        }
      }
      take(length, room);
      return new MessageBytes(join(pieces, length), room, arrivalNanos);
    } catch (IOException e) {
      throw new UnreadableException("not in its declared compression: " + e.getMessage());
    } finally {
      room.giveRequest(taken);
    }
  }

  private static byte[] join(Iterable<byte[]> pieces, int length) {
    var whole = ByteBuffer.allocate(length);
    for (var piece : pieces) {
      whole.put(piece, 0, Math.min(piece.length, whole.remaining()));
    }
    return whole.array();
  }

  /** Returns the error of a message that exceeds its method's limit. */
  static StatusRuntimeException tooLarge(int most) {
    return StatusTable.error(
        CallStatus.RESOURCE_EXHAUSTED,
        "message: more than " + most + " bytes (expected: at most " + most + ")");
  }

  private static long take(long bytes, CallBytes room) {
    if (!room.takeRequest(bytes)) {
      throw StatusTable.error(CallStatus.RESOURCE_EXHAUSTED, room.refusal(bytes));
    }
    return bytes;
  }

  /**
   * Returns the same bytes with an account of their own, for a message of a stream: it may be
   * served when the stream has gone on. Throws RESOURCE_EXHAUSTED if there is no room.
   *
   * @param own releases nothing that the stream holds
   */
  public MessageBytes in(CallBytes own) {
    if (own.refused()) {
      throw StatusTable.error(CallStatus.RESOURCE_EXHAUSTED, own.refusal(0));
    }
    long unused = take(count, own);
    return new MessageBytes(buf, own, arrivalNanos);
  }

  /** Takes room for what is decoded from the message; RESOURCE_EXHAUSTED if there is none. */
  public void take(long bytes) {
    long unused = take(bytes, room);
  }

  /** The account of the bytes that the call holds. */
  public CallBytes room() {
    return room;
  }

  /** When the message had arrived completely, before it was read, on the listener's ticker. */
  public long arrivalNanos() {
    return arrivalNanos;
  }

  /** All bytes. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(buf);
  }

  /** The number of bytes. */
  public int length() {
    return count;
  }
}
