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
 * The transport collects a message piece by piece before any of our code runs, and holds an answer
 * until the caller reads it. Only a tracer sees both: each piece as it arrives, and the end of the
 * stream, when the last byte of the answer was written to the connection or the caller or the
 * connection is gone. An exception that a tracer throws for a piece ends the call as a message that
 * is too large does: with that status, and with the collected pieces released.
 */

/**
 * Charges a call for its bytes, from the first one received until its answer has left. Called on
 * the transport's thread, except for {@link #next} and {@link #release}.
 */
final class CallTracer extends ServerStreamTracer {
  private static final Context.Key<CallTracer> KEY = Context.key("serin-call-tracer");

  /** The least that a piece is charged: the buffers that hold it. */
  private static final int LEAST_PIECE = 256;

  private final CallBytes room;
  private final int most;
  private final Runnable refusal;
  private final LongSupplier ticker;
  /** The messages that have arrived and are not read yet. */
  private final Queue<Arrival> unread = new ConcurrentLinkedQueue<>();
  /** The bytes charged for the pieces of the current message. */
  private long pieces;

  private int length;
  /** Whether a message has arrived. */
  private boolean complete;

  /**
   * A complete message.
   *
   * @param bytes charged for its pieces
   * @param nanos when its last piece arrived
   */
  record Arrival(long bytes, long nanos) {}

  /**
   * Returns the tracer of a call.
   *
   * @param most the largest message
   * @param refusal runs if the first message was refused before it had arrived
   * @param ticker nanoseconds
   */
  CallTracer(CallBytes room, int most, Runnable refusal, LongSupplier ticker) {
    this.room = room;
    this.most = most;
    this.refusal = refusal;
    this.ticker = ticker;
  }

  /** Returns the tracer of the current call. */
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
    unread.add(new Arrival(pieces, ticker.getAsLong()));
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

  /** Returns the next message to read. */
  Arrival next() {
    var next = unread.poll();
    if (next == null) {
      throw new IllegalStateException("message read before it arrived");
    }
    return next;
  }

  /** Releases bytes that were held for a message. */
  void release(long held) {
    room.giveRequest(held);
  }
}
