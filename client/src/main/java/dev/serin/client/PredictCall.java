package dev.serin.client;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A call to a model.
 *
 * @param version the version to pin; without one the split decides
 * @param userId the user, at most 256 bytes of UTF-8; a call with an empty one is answered by
 *     stable and left out of every comparison
 * @param outputs the outputs to return; none for all of them
 * @param requestId the caller's own id for this call, which feedback may refer to if the gateway's
 *     configuration allows it; empty for none
 */
public record PredictCall(
    String model,
    OptionalLong version,
    String userId,
    List<Tensor> inputs,
    List<String> outputs,
    String requestId) {

  /** Copies the lists. */
  public PredictCall {
    requireNonNull(model, "model");
    requireNonNull(version, "version");
    requireNonNull(userId, "userId");
    requireNonNull(requestId, "requestId");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Returns a builder of a call to a model, without inputs. */
  public static Builder to(String model) {
    return new Builder(model);
  }

  /** Collects the parts of a call. Confined to one thread. */
  public static final class Builder {
    private final String model;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private OptionalLong version = OptionalLong.empty();
    private String userId = "";
    private String requestId = "";

    private Builder(String model) {
      this.model = requireNonNull(model, "model");
    }

    /** Adds an input. */
    @CanIgnoreReturnValue
    public Builder input(Tensor tensor) {
      inputs.add(tensor);
      return this;
    }

    /** Sets the user. */
    @CanIgnoreReturnValue
    public Builder user(String id) {
      userId = id;
      return this;
    }

    /** Pins a version. */
    @CanIgnoreReturnValue
    public Builder version(long number) {
      version = OptionalLong.of(number);
      return this;
    }

    /** Adds an output to return; without any, all are returned. */
    @CanIgnoreReturnValue
    public Builder output(String name) {
      outputs.add(name);
      return this;
    }

    /** Sets the caller's own id for the call. */
    @CanIgnoreReturnValue
    public Builder requestId(String id) {
      requestId = id;
      return this;
    }

    /** Returns the call. */
    public PredictCall build() {
      return new PredictCall(model, version, userId, inputs, outputs, requestId);
    }
  }
}
