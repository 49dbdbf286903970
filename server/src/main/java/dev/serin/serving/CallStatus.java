package dev.serin.serving;

/** How a call ended; the names are gRPC's. */
public enum CallStatus {
  OK,
  /** A tensor is not what the signature asks for. */
  INVALID_ARGUMENT,
  /** No such model or version. */
  NOT_FOUND,
  /** The model or version is there but not ready. */
  UNAVAILABLE,
  /** All calls in flight together are larger than allowed. */
  RESOURCE_EXHAUSTED,
  /** The caller's deadline passed before the model ran. */
  DEADLINE_EXCEEDED,
  /** The caller gave up. */
  CANCELLED,
  /** The version failed on inputs that fit its signature. */
  INTERNAL
}
