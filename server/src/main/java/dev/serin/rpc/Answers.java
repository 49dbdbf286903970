package dev.serin.rpc;

import dev.serin.serving.CallBytes;
import dev.serin.serving.Failure;
import io.grpc.Drainable;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/*
 * An answer is put into the transport's buffers within sendMessage, and that may fail: for want of
 * memory, above all. The library then resets the stream, or closes it as CANCELLED, and of an
 * exception it tells the service nothing. A call that is closed already it leaves alone: so the
 * failure is caught on its way out of the message, below the library, and the call is closed there.
 */

/** Tells callers why an answer could not be written, and the service that it was not. */
final class Answers implements ServerInterceptor {
  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return next.startCall(new AnsweredCall<>(call, CallTracer.current()), headers);
  }

  private static final class AnsweredCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final @Nullable CallBytes room;
    private @Nullable Throwable failure;

    AnsweredCall(ServerCall<Q, R> call, @Nullable CallTracer tracer) {
      super(call);
      // Streams send no more than their callers take.
      room = tracer != null && call.getMethodDescriptor().getType() == MethodType.UNARY
          ? tracer.room()
          : null;
    }

    /** Throws what kept the message from being written; the caller has been told then. */
    @Override
    @SuppressWarnings("unchecked") // all services take and give their messages as streams
    public void sendMessage(R message) {
      try {
        hold((InputStream) message);
        super.sendMessage((R) new Message((InputStream) message));
      } catch (RuntimeException | Error e) {
        if (failure instanceof RuntimeException cause) {
          throw cause;
        }
        if (failure instanceof Error cause) {
          throw cause;
        }
        throw e;
      }
    }

    /** Holds the bytes of the answer, and of it no more, until it has left. */
    private void hold(InputStream message) {
      if (room == null) {
        return;
      }
      int bytes = size(message);
      if (!room.answer(bytes)) {
        var refusal = room.refused(bytes);
        fail(refusal);
        throw refusal;
      }
    }

    private static int size(InputStream message) {
      try {
        return message.available();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (failure == null) {
        super.close(status, trailers);
      }
    }

    private void fail(Throwable cause) {
      var told = Failure.of(cause);
      close(StatusTable.error(told.status(), told.message()).getStatus(), new Metadata());
      failure = cause;
    }

    /** A message that closes the call if it cannot be written. */
    private final class Message extends FilterInputStream implements Drainable, KnownLength {
      Message(InputStream message) {
        super(message);
      }

      @Override
      public int drainTo(OutputStream target) throws IOException {
        try {
          return in instanceof Drainable drainable
              ? drainable.drainTo(target)
              : Math.toIntExact(in.transferTo(target));
        } catch (RuntimeException | Error e) {
          fail(e);
          throw new NotWrittenError(e);
        }
      }
    }
  }

  /** An error, whatever the cause: the library resets the stream for an exception. */
  private static final class NotWrittenError extends Error {
    private static final long serialVersionUID = 1L;

    NotWrittenError(Throwable cause) {
      super(cause);
    }
  }
}
