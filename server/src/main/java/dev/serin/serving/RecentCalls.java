package dev.serin.serving;

import dev.serin.model.VersionPool;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * A sample of the recent calls of each model, for the preflight of a candidate: at most
 * {@link #CALLS} of at most {@link #MAX_BYTES} each, so 8 MiB per model. Callers and users are not
 * kept.
 *
 * <p>Thread-safe: a call overwrites the slot that its random number picks, without a lock and
 * without waiting.
 */
final class RecentCalls {
  /** How many calls of a model are kept; a power of two. */
  static final int CALLS = 64;

  /** The size of the largest call that is kept. */
  static final int MAX_BYTES = 128 << 10;

  private final Map<String, AtomicReferenceArray<RecentCall>> models = new ConcurrentHashMap<>();

  /** The inputs of a run, and the outputs asked for, none for all. */
  record RecentCall(Map<String, Tensor> inputs, List<String> outputs) {
    /** The rows of the batch. */
    long rows() {
      return PredictCall.rows(inputs);
    }
  }

  /** Drops the calls of models that are gone. */
  void forget(VersionPool pool) {
    models.keySet().removeIf(model -> pool.versions(model).isEmpty());
  }

  /** Keeps a call, by reference, unless it is too large. */
  void keep(PredictCall call, long id) {
    if (call.bytes() <= MAX_BYTES) {
      slots(call.model())
          .lazySet((int) id & (CALLS - 1), new RecentCall(call.inputs(), call.outputs()));
    }
  }

  /** Returns the kept calls of a model, in no particular order. */
  List<RecentCall> of(String model) {
    var slots = models.get(model);
    if (slots == null) {
      return List.of();
    }
    return IntStream.range(0, CALLS)
        .mapToObj(slots::get)
        .filter(Objects::nonNull)
        .toList();
  }

  private AtomicReferenceArray<RecentCall> slots(String model) {
    var slots = models.get(model);
    return slots != null
        ? slots
        : models.computeIfAbsent(model, name -> new AtomicReferenceArray<>(CALLS));
  }
}
