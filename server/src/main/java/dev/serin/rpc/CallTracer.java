package dev.serin.rpc;

import dev.serin.serving.CallBytes;
import dev.serin.serving.CallStatus;
import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/*
 * The transport gathers a message piece by piece before any code of ours is called, and holds an
 * answer until the caller takes it. Only a tracer hears of both: of each piece as it comes, and of
 * the end of the stream, which is when the last byte of the answer was written to the connection, or
 * when the caller or the connection is gone. What a tracer throws for a piece ends the call as a
 * message does that is too large: with that status, and with what was gathered given back.
 */

/**
 * Charges a call for its bytes, from the first one that comes until its answer has left. Calls of
 * it come from the transport's thread, but for {@link #next} and {@link #release}.
 */
final class CallTracer extends ServerStreamTracer {
  private static final Context.Key<CallTracer> KEY = Context.key("serin-call-tracer");

  /** What a piece takes at least, however small: the buffers that hold it. */
  private static final int LEAST_PIECE = 256;

  private final CallBytes room;
  private final int most;
  private final Runnable refusal;
  private final LongSupplier ticker;
  /** The messages that have come and are not read yet. */
  private final Queue<Come> unread = new ConcurrentLinkedQueue<>();
  /** What the pieces of this message took. */
  private long pieces;

  private int length;
  /** Whether a message has come. */
  private boolean complete;

  /**
   * A message that has come.
   *
   * @param bytes that its pieces took
   * @param nanos when its last piece came
   */
  record Come(long bytes, long nanos) {}

  /**
   * Returns the tracer of a call.
   *
   * @param most the largest message
   * @param refusal is run if its first message was refused before it had come
   * @param ticker nanoseconds
   */
  CallTracer(CallBytes room, int most, Runnable refusal, LongSupplier ticker) {
    this.room = room;
    this.most = most;
    this.refusal = refusal;
    this.ticker = ticker;
  }

  /** Returns the tracer of the call that this thread is in. */
  static @Nullable CallTracer current() {
    return KEY.get();
  }

  CallBytes room() {
    return room;
  }

  int most() {
    return most;
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(KEY, this);
  }

  @Override
  public void inboundWireSize(long bytes) {
    length += (int) bytes;
    if (length > most) {
      throw MessageBytes.tooLarge(most);
    }
    long size = Math.max(bytes, LEAST_PIECE);
    if (!room.takeRequest(size)) {
      throw StatusTable.error(CallStatus.RESOURCE_EXHAUSTED, room.refusal(size));
    }
    pieces += size;
  }

  @Override
  public void inboundMessageRead(int number, long wireSize, long unpackedSize) {
    complete = true;
    unread.add(new Come(pieces, ticker.getAsLong()));
    pieces = 0;
    length = 0;
  }

  @Override
  public void streamClosed(Status status) {
    room.left();
    if (!complete && status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
      refusal.run();
    }
  }

  /** Returns the next message that is to be read. */
  Come next() {
    var next = unread.poll();
    if (next == null) {
      throw new IllegalStateException("a message before it came");
    }
    return next;
  }

  /** Gives back what was held of a message. */
  void release(long held) {
    room.giveRequest(held);
  }
}
