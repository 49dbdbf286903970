package dev.serin.rpc.oip;

import dev.serin.rpc.StatusTable;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Refuses memory of clients: the gateway maps none. */
final class SharedMemory {
  private static final String REASON =
      "is not supported: the gateway maps no memory of its clients; send elements in"
          + " raw_input_contents or contents, and read them from raw_output_contents";

  private SharedMemory() {}

  /** Returns the error of the RPCs that register it. */
  static StatusRuntimeException refusal() {
    return StatusTable.error(Status.UNIMPLEMENTED, "shared memory " + REASON);
  }

  /** Throws UNIMPLEMENTED if a tensor's parameter names shared memory. */
  static void refuse(Parameter parameter, String kind, String tensor) {
    if (parameter.key().equals("shared_memory_region")) {
      throw StatusTable.error(
          Status.UNIMPLEMENTED, "shared memory for " + kind + " '" + tensor + "' " + REASON);
    }
  }
}
