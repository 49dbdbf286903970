package dev.serin.rpc.admin;

import com.google.protobuf.util.Durations;
import dev.serin.control.ModelState;
import dev.serin.model.BatchLimit;
import dev.serin.model.RunTimes.Comparison;
import dev.serin.model.VersionStatus;
import dev.serin.rpc.Tensors;
import dev.serin.split.Share;
import dev.serin.status.ModelStatus;
import dev.serin.status.ModelVersions;
import dev.serin.status.RolloutStatus;
import dev.serin.v1.Batching;
import dev.serin.v1.Compute;
import dev.serin.v1.Model;
import dev.serin.v1.Version;
import org.jspecify.annotations.Nullable;

/** Converts the read model to messages. */
final class StatusMessages {
  private static final double NANOS_PER_MICRO = 1_000;

  private StatusMessages() {}

  /** Returns a model and the state of its versions. */
  static Model model(ModelVersions model) {
    return Model.newBuilder()
        .setName(model.name())
        .setState(state(model.state()))
        .addAllVersions(model.versions().stream()
            .map(version -> version(version, model.compute().get(version.id().version())))
            .toList())
        .build();
  }

  /** Returns the whole status of a model. */
  static dev.serin.v1.ModelStatus status(ModelStatus status) {
    var message = dev.serin.v1.ModelStatus.newBuilder()
        .setModel(model(status.model()))
        .setWindow(Durations.fromNanos(ModelStatus.WINDOW.toNanos()))
        .setSince(RolloutMessages.timestamp(status.since()))
        .addAllNotes(status.notes())
        .addAllComparisons(
            status.comparisons().stream().map(ComparisonMessages::message).toList());
    status.revision().ifPresent(revision -> {
      message.setRevision(Revisions.message(revision));
      message.addAllVersions(
          status.reports().stream().map(VersionMessages::message).toList());
    });
    return message.build();
  }

  static dev.serin.v1.RolloutStatus status(RolloutStatus status) {
    var transition = status.transition();
    var message = dev.serin.v1.RolloutStatus.newBuilder()
        .setRollout(RolloutMessages.message(transition))
        .setTime(RolloutMessages.timestamp(status.time()))
        .setLimits(
            RolloutMessages.limits(transition.rollout().orElseThrow().terms().gates()))
        .setRevision(status.revision());
    status.now().ifPresent(now -> {
      message
          .setElapsed(Durations.fromNanos(now.elapsed().toNanos()))
          .setBake(Durations.fromNanos(now.bake().toNanos()))
          .setNextShare(now.next().map(Share::toString).orElse(""))
          .addAllMissing(now.missing().stream().map(Verdicts::message).toList())
          .addAllVersions(now.versions().stream().map(VersionMessages::message).toList())
          .addAllNotes(now.notes());
      now.comparison()
          .ifPresent(comparison -> message.setComparison(ComparisonMessages.message(comparison)));
    });
    return message.build();
  }

  static Version version(VersionStatus status) {
    return version(status, null);
  }

  private static Version version(VersionStatus status, @Nullable Comparison compute) {
    var version = Version.newBuilder()
        .setVersion(status.id().version())
        .setState(state(status.state()))
        .setReason(status.reason())
        .setSha256(status.sha256());
    status
        .loaded()
        .ifPresent(loaded -> version
            .addAllInputs(Tensors.write(loaded.signature().inputs()))
            .addAllOutputs(Tensors.writeOutputs(loaded.signature()))
            .setBatching(batching(loaded.batchLimit(), compute))
            .setProcessId(loaded.predictor().process().orElse(0)));
    return version.build();
  }

  private static Batching batching(BatchLimit limit, @Nullable Comparison compute) {
    var batching =
        Batching.newBuilder().setMaxRows(limit.rows()).setOff(limit.off().orElse(""));
    if (compute != null) {
      batching.setCompute(Compute.newBuilder()
          .setRows(compute.rows())
          .setMicrosPerRow(compute.nanosPerRow() / NANOS_PER_MICRO)
          .setStableMicrosPerRow(compute.otherNanosPerRow() / NANOS_PER_MICRO));
    }
    return batching.build();
  }

  private static Model.State state(ModelState state) {
    return switch (state) {
      case SERVING -> Model.State.SERVING;
      case DEGRADED -> Model.State.DEGRADED;
      case NOT_SERVING -> Model.State.NOT_SERVING;
      case UNLOADED -> Model.State.UNLOADED;
    };
  }

  private static Version.State state(VersionStatus.State state) {
    return switch (state) {
      case LOADING -> Version.State.LOADING;
      case READY -> Version.State.READY;
      case REJECTED -> Version.State.REJECTED;
      case REPLACED -> Version.State.REPLACED;
      case RETIRED -> Version.State.RETIRED;
      case UNLOADED -> Version.State.UNLOADED;
      case COLD -> Version.State.COLD;
    };
  }
}
