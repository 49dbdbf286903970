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
 * sendMessage copies an answer into the transport's buffers, which may fail, above all for lack of
 * memory. gRPC then resets the stream, or closes it as CANCELLED, and does not tell the service of
 * an exception. It leaves alone a call that is already closed: so the failure is caught as it
 * leaves the message, below gRPC, and the call is closed there.
 */

/** Reports an answer that cannot be written to its caller, with the cause, and to the service. */
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
      // Streams send only as much as their callers read.
      room = tracer != null && call.getMethodDescriptor().getType() == MethodType.UNARY
          ? tracer.room()
          : null;
    }

    /** Throws the cause if the message cannot be written; the call is closed by then. */
    @Override
    @SuppressWarnings("unchecked") // all services take and return messages as streams
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

    /** Holds exactly the bytes of the answer until it has left. */
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

  /** An error, even if the cause is an exception: for an exception gRPC resets the stream. */
  private static final class NotWrittenError extends Error {
    private static final long serialVersionUID = 1L;

    NotWrittenError(Throwable cause) {
      super(cause);
    }
  }
}
