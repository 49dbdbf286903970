package dev.serin.rpc.oip;

import dev.serin.inference.InferBatchStatistics;
import dev.serin.inference.InferStatistics;
import dev.serin.inference.ModelConfig;
import dev.serin.inference.ModelMetadataResponse;
import dev.serin.inference.ModelMetadataResponse.TensorMetadata;
import dev.serin.inference.ModelStatistics;
import dev.serin.inference.RepositoryIndexResponse;
import dev.serin.inference.RepositoryIndexResponse.ModelIndex;
import dev.serin.inference.StatisticDuration;
import dev.serin.model.LoadedVersion;
import dev.serin.model.RunCounts;
import dev.serin.model.VersionId;
import dev.serin.model.VersionStatus;
import dev.serin.serving.CallStatus;
import dev.serin.tensor.Shape;
import dev.serin.tensor.TensorSpec;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** Describes models: their metadata, configuration, statistics and states. Thread-safe. */
final class Models {
  private final InferenceSources from;
  private final Versions versions;

  Models(InferenceSources from, Versions versions) {
    this.from = from;
    this.versions = versions;
  }

  /** Whether a version can be called; false if there is no such model or version. */
  boolean ready(String model, String version) {
    try {
      return find(model, versions.pinned(model, version)).isPresent();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** Returns the version that answers a call without user id. */
  private Optional<LoadedVersion> find(String model, OptionalLong pinned) {
    var route = from.routing().model(model);
    return pinned.isEmpty()
        ? route.flatMap(known -> known.stableVersion())
        : route.map(known -> known.versions().get(pinned.getAsLong()));
  }

  private LoadedVersion version(String model, String text) {
    var pinned = versions.pinned(model, text);
    return find(model, pinned).orElseThrow(() -> {
      var status = pinned.isEmpty()
          ? Optional.<VersionStatus>empty()
          : from.pool().status(new VersionId(model, pinned.getAsLong()));
      boolean absent = pinned.isPresent() && status.isEmpty();
      return versions.notServed(
          model,
          pinned,
          absent ? CallStatus.NOT_FOUND : CallStatus.UNAVAILABLE,
          status.map(Models::text).orElse("stable cannot be called"));
    });
  }

  private static String text(VersionStatus status) {
    var reason = status.reason().isEmpty() ? "" : ": " + status.reason();
    return status.id() + " is " + status.state() + reason;
  }

  ModelMetadataResponse metadata(String model, String text) {
    var signature = version(model, text).signature();
    return ModelMetadataResponse.newBuilder()
        .setName(model)
        .addAllVersions(callable(model).stream().map(String::valueOf).toList())
        .setPlatform(Configs.PLATFORM)
        .addAllInputs(tensors(signature.inputs()))
        .addAllOutputs(tensors(signature.outputs()))
        .build();
  }

  private Collection<Long> callable(String model) {
    return from.routing()
        .model(model)
        .map(route -> new TreeSet<>(route.versions().keySet()))
        .orElseGet(TreeSet::new);
  }

  private static List<TensorMetadata> tensors(Collection<TensorSpec> specs) {
    return specs.stream()
        .map(spec -> TensorMetadata.newBuilder()
            .setName(spec.name())
            .setDatatype(Datatypes.name(spec.type()))
            .addAllShape(sizes(spec.shape()))
            .build())
        .toList();
  }

  /** Returns the sizes of a shape; one of any size if even their number may vary. */
  static List<Long> sizes(Shape shape) {
    return shape.hasRank() ? LongStream.of(shape.toArray()).boxed().toList() : List.of(Shape.ANY);
  }

  ModelConfig config(String model, String text) {
    return Configs.of(version(model, text), from.batching().apply(model), from.runners());
  }

  /**
   * Returns the statistics of one version, of all versions of a model that can be called, or of all
   * models.
   */
  List<ModelStatistics> statistics(String model, String text) {
    if (!text.isEmpty()) {
      return List.of(statistics(version(model, text)));
    }
    if (!model.isEmpty() && callable(model).isEmpty()) {
      throw versions.notServed(
          model, OptionalLong.empty(), CallStatus.UNAVAILABLE, "stable cannot be called");
    }
    var names = model.isEmpty() ? from.routing().models().keySet() : List.of(model);
    var statistics = new ArrayList<ModelStatistics>();
    for (var name : names) {
      for (long version : callable(name)) {
        find(name, OptionalLong.of(version))
            .ifPresent(loaded -> statistics.add(statistics(loaded)));
      }
    }
    return statistics;
  }

  private ModelStatistics statistics(LoadedVersion version) {
    var sums = from.books().sums(version.id());
    var copied = duration(sums.answered(), 0);
    var statistics = ModelStatistics.newBuilder()
        .setName(version.id().model())
        .setVersion(Long.toString(version.id().version()))
        .setLastInference(sums.lastMillis())
        .setInferenceCount(sums.rows())
        .setExecutionCount(version.runCounts().runs())
        .setInferenceStats(InferStatistics.newBuilder()
            .setSuccess(duration(sums.answered(), sums.answeredNanos()))
            .setFail(duration(sums.failed(), sums.failedNanos()))
            .setQueue(duration(sums.answered(), sums.queueNanos()))
            .setComputeInput(copied)
            .setComputeInfer(duration(sums.answered(), sums.inferenceNanos()))
            .setComputeOutput(copied)
            .setCacheHit(duration(0, 0))
            .setCacheMiss(duration(0, 0)));
    version
        .runCounts()
        .sizes()
        .forEach((rows, size) -> statistics.addBatchStats(batch(rows, size)));
    return statistics.build();
  }

  private static InferBatchStatistics batch(long rows, RunCounts.Size size) {
    var copied = duration(size.runs(), 0);
    return InferBatchStatistics.newBuilder()
        .setBatchSize(rows)
        .setComputeInput(copied)
        .setComputeInfer(duration(size.runs(), size.nanos()))
        .setComputeOutput(copied)
        .build();
  }

  private static StatisticDuration duration(long count, long nanos) {
    return StatisticDuration.newBuilder().setCount(count).setNs(nanos).build();
  }

  /** Returns all versions, or those that are ready. */
  RepositoryIndexResponse index(boolean readyOnly) {
    var index = RepositoryIndexResponse.newBuilder();
    for (var model : from.pool().models().values()) {
      for (var status : model.values()) {
        if (!readyOnly || status.state() == VersionStatus.State.READY) {
          index.addModels(ModelIndex.newBuilder()
              .setName(status.id().model())
              .setVersion(Long.toString(status.id().version()))
              .setState(state(status.state()))
              .setReason(reason(status)));
        }
      }
    }
    return index.build();
  }

  /** Clients compare the reason of an unloaded version with Triton's word. */
  private static String reason(VersionStatus status) {
    return status.state() == VersionStatus.State.UNLOADED ? "unloaded" : status.reason();
  }

  private static String state(VersionStatus.State state) {
    return switch (state) {
      case LOADING -> "LOADING";
      case READY -> "READY";
      case REJECTED, REPLACED, UNLOADED, COLD -> "UNAVAILABLE";
      case RETIRED -> "UNLOADING";
    };
  }
}
