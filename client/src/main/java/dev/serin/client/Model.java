package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A model of a gateway and its versions. */
public record Model(String name, State state, List<Version> versions) {
  public Model {
    requireNonNull(name, "name");
    requireNonNull(state, "state");
    versions = List.copyOf(versions);
  }

  /** Whether a model serves. */
  public enum State {
    /** Every version with a share is ready. */
    SERVING,
    /** A version with a share is not ready; its users get stable. */
    DEGRADED,
    /** Stable is not ready. */
    NOT_SERVING,
    /** The gateway told none, or one that this library is too old to know. */
    UNKNOWN
  }

  /**
   * One version of a model.
   *
   * @param reason why it is not READY, or what an operator should know about it; empty for nothing
   * @param sha256 of its files, in hexadecimal
   */
  public record Version(
      long number,
      VersionState state,
      String reason,
      String sha256,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs) {
    public Version {
      requireNonNull(state, "state");
      requireNonNull(reason, "reason");
      requireNonNull(sha256, "sha256");
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /** Whether a version can be called. */
  public enum VersionState {
    LOADING,
    READY,
    /** It could not be loaded. */
    REJECTED,
    /** No longer in the repository; unloads when its last call returns. */
    RETIRED,
    /** Its files were replaced, and are not served unless they are accepted. */
    REPLACED,
    /** The gateway told none, or one that this library is too old to know. */
    UNKNOWN
  }
}
