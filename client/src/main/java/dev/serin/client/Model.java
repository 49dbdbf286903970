package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
    /** It was unloaded on request. */
    UNLOADED,
    /** Not set by the gateway, or unknown to this release of the library. */
    UNKNOWN
  }

  /**
   * One version of a model.
   *
   * @param reason why it is not READY, or what an operator should know about it; may be empty
   * @param sha256 the hash of its files, in hexadecimal
   * @param batching how requests share runs; empty while it is not loaded
   * @param processId of the process of its own that it runs in; empty if that is the gateway's
   */
  public record Version(
      long number,
      VersionState state,
      String reason,
      String sha256,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      Optional<Batching> batching,
      OptionalLong processId) {
    public Version {
      requireNonNull(state, "state");
      requireNonNull(reason, "reason");
      requireNonNull(sha256, "sha256");
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      requireNonNull(batching, "batching");
      requireNonNull(processId, "processId");
    }
  }

  /**
   * How requests of a version share runs.
   *
   * @param maxRows the most rows of several requests that share a run, as learnt so far; 1: none do
   * @param off why none do; empty if they do, or may after the first calls
   * @param compute empty for stable, and until it is known
   */
  public record Batching(long maxRows, String off, Optional<Compute> compute) {
    public Batching {
      requireNonNull(off, "off");
      requireNonNull(compute, "compute");
    }
  }

  /**
   * The processor time of a version beside that of its model's stable, in runs of equal size.
   *
   * @param rows the most rows of these runs
   */
  public record Compute(long rows, double microsPerRow, double stableMicrosPerRow) {}

  /** Whether a version can be called. */
  public enum VersionState {
    LOADING,
    READY,
    /** It could not be loaded. */
    REJECTED,
    /** No longer in the repository; unloads when its last call returns. */
    RETIRED,
    /** Its files were replaced; the new ones are not served unless an operator accepts them. */
    REPLACED,
    /** Its model was unloaded on request. */
    UNLOADED,
    /** Can be loaded, and is when a split, a rollout or an operator asks for it. */
    COLD,
    /** Not set by the gateway, or unknown to this release of the library. */
    UNKNOWN
  }
}
