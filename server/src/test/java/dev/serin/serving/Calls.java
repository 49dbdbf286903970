package dev.serin.serving;

import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A builder of calls of the model {@code m}. Confined to one thread. */
final class Calls {
  private String model = "m";
  private OptionalLong pinned = OptionalLong.empty();
  private @Nullable String user;
  private Map<String, Tensor> inputs = Map.of("x", Tensor.ofFloats(Shape.of(1, 2), 1, 2));
  private List<String> outputs = List.of();
  private long bytes = 100;
  private OptionalLong deadline = OptionalLong.empty();
  private Caller caller = new Caller();

  private Calls() {}

  static Calls good() {
    return new Calls();
  }

  Calls model(String name) {
    model = name;
    return this;
  }

  Calls pinned(long version) {
    pinned = OptionalLong.of(version);
    return this;
  }

  Calls user(String id) {
    user = id;
    return this;
  }

  Calls inputs(Map<String, Tensor> tensors) {
    inputs = tensors;
    return this;
  }

  Calls outputs(String... names) {
    outputs = List.of(names);
    return this;
  }

  Calls bytes(long size) {
    bytes = size;
    return this;
  }

  Calls deadline(long nanos) {
    deadline = OptionalLong.of(nanos);
    return this;
  }

  Calls caller(Caller given) {
    caller = given;
    return this;
  }

  /** Makes the caller leave. */
  Calls cancelled() {
    caller.leave();
    return this;
  }

  PredictCall at(long arrivalNanos) {
    var origin = new PredictCall.Origin(
        bytes, arrivalNanos, deadline, caller, new InFlightBytes(bytes).open());
    return new PredictCall(model, pinned, user, inputs, outputs, "", origin);
  }
}
