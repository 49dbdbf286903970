package dev.serin.rpc.admin;

import dev.serin.control.ChangeRefusedException;
import dev.serin.rpc.StatusTable;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;

/** The gRPC errors of refused changes. */
final class AdminStatus {
  private AdminStatus() {}

  static StatusRuntimeException error(Throwable thrown) {
    var cause = thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
    if (cause instanceof StatusRuntimeException status) {
      return status;
    }
    if (!(cause instanceof ChangeRefusedException refused)) {
      return StatusTable.error(Status.INTERNAL, "the change failed: see the log");
    }
    var status = switch (refused.kind()) {
      case INVALID -> Status.INVALID_ARGUMENT;
      case NOT_FOUND -> Status.NOT_FOUND;
      case PRECONDITION -> Status.FAILED_PRECONDITION;
      case CONFLICT -> Status.ABORTED;
      case STORAGE -> Status.UNAVAILABLE;
    };
    return StatusTable.error(status, String.valueOf(refused.getMessage()));
  }
}
