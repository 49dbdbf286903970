/**
 * Shared by all gRPC services: listeners, calls, the caller, the user id, the status table, tensors
 * on the wire.
 */
@NullMarked
package dev.serin.rpc;

import org.jspecify.annotations.NullMarked;
