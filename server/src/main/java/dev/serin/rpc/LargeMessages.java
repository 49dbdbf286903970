package dev.serin.rpc;

import io.grpc.MethodDescriptor;

/**
 * Reads messages by hand from {@link MessageBytes}, which allows large ones: decoded by protobuf, a
 * message may take many times its bytes, so those must be small.
 */
public interface LargeMessages<T> extends MethodDescriptor.Marshaller<T> {}
