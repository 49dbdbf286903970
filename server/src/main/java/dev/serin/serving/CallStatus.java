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
  /** The calls in flight together exceed the limit. */
  RESOURCE_EXHAUSTED,
  /** The caller's deadline passed before the model ran. */
  DEADLINE_EXCEEDED,
  /** The caller cancelled. */
  CANCELLED,
  /** The version failed on inputs that fit its signature. */
  INTERNAL
}
