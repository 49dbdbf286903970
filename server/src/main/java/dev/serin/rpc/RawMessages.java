package dev.serin.rpc;

import io.grpc.MethodDescriptor;
import java.io.InputStream;

/**
 * Passes messages through as streams of bytes, so that interceptors see them before they are
 * decoded and after they are encoded. gRPC's own marshaller for that buffers them, and so copies
 * each answer twice.
 */
final class RawMessages implements MethodDescriptor.Marshaller<InputStream> {
  @Override
  public InputStream stream(InputStream message) {
    return message;
  }

  @Override
  public InputStream parse(InputStream message) {
    return message;
  }
}
