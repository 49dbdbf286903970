package dev.serin.rpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** Sends bytes that no generated stub would send. */
public final class Bytes {
  private Bytes() {}

  /** Sends them as the only message of a call, and returns its status. */
  public static Status send(Channel channel, String method, byte[] message) {
    try {
      ClientCalls.blockingUnaryCall(
          channel,
          method(method),
          CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS),
          message);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  /** Returns a method whose messages are bytes. */
  public static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.newBuilder(new AsTheyAre(), new AsTheyAre())
        .setType(MethodType.UNARY)
        .setFullMethodName(name)
        .build();
  }

  private static final class AsTheyAre implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
