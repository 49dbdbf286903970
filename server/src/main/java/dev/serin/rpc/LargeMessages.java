package dev.serin.rpc;

import io.grpc.MethodDescriptor;

/**
 * Reads messages by hand from {@link MessageBytes}, and so may get large ones: what the library
 * reads may take many times its bytes, and is small.
 */
public interface LargeMessages<T> extends MethodDescriptor.Marshaller<T> {}
