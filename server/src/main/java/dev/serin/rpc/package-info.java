/**
 * What all gRPC services share: listeners, the caller, the user id, the status table, tensors on
 * the wire.
 */
@NullMarked
package dev.serin.rpc;

import org.jspecify.annotations.NullMarked;
