package dev.serin.client;

import com.google.protobuf.ByteString;
import dev.serin.client.Explanation.ForcedBy;
import dev.serin.v1.Batching;
import dev.serin.v1.ExplainRequest;
import dev.serin.v1.ExplainResponse;
import dev.serin.v1.ListModelsResponse;
import dev.serin.v1.SetSplitRequest;
import dev.serin.v1.SplitHistoryResponse;
import dev.serin.v1.Version;
import dev.serin.v1.VersionShare;
import dev.serin.v1.VersionStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Converts the values of the admin port to and from the generated messages. */
final class AdminWire {
  private AdminWire() {}

  static List<Model> models(ListModelsResponse response) {
    return response.getModelsList().stream().map(AdminWire::model).toList();
  }

  static ModelStatus status(dev.serin.v1.ModelStatus status) {
    return new ModelStatus(
        model(status.getModel()),
        status.hasRevision() ? Optional.of(revision(status.getRevision())) : Optional.empty(),
        status.getVersionsList().stream().map(AdminWire::versionStatus).toList(),
        status.getNotesList(),
        Wire.duration(status.getWindow()),
        Wire.instant(status.getSince()),
        status.getComparisonsList().stream().map(ComparisonWire::comparison).toList());
  }

  static SplitRevision revision(dev.serin.v1.SplitRevision revision) {
    return new SplitRevision(
        revision.getModel(),
        revision.getRevision(),
        shares(revision.getSplitList()),
        shares(revision.getPreviousSplitList()),
        revision.getStable(),
        revision.getSalt(),
        Wire.instant(revision.getTime()),
        revision.getAuthor(),
        revision.getReason(),
        revision.getAbsentList());
  }

  static List<SplitRevision> history(SplitHistoryResponse response) {
    return response.getRevisionsList().stream().map(AdminWire::revision).toList();
  }

  static SetSplitRequest setSplit(SplitChange change) {
    var request = SetSplitRequest.newBuilder()
        .setModel(change.model())
        .setAuthor(change.author())
        .setReason(change.reason())
        .setForce(change.force());
    change
        .split()
        .forEach((version, share) ->
            request.addSplit(VersionShare.newBuilder().setVersion(version).setShare(share)));
    change.stable().ifPresent(request::setStable);
    change.expectedRevision().ifPresent(request::setExpectedRevision);
    return request.build();
  }

  static ExplainRequest explain(String model, String userId) {
    return ExplainRequest.newBuilder()
        .setModel(model)
        .setUserIdBytes(ByteString.copyFrom(Utf8.encode(userId)))
        .build();
  }

  static Explanation explanation(ExplainResponse response) {
    return new Explanation(
        response.getModel(),
        response.getUserId(),
        response.getSalt(),
        response.getHash(),
        response.getBucket(),
        response.getVersion(),
        Wire.role(response.getRole()),
        response.getRevision(),
        response.getWhy(),
        forcedBy(response.getForcedBy()));
  }

  private static Optional<ForcedBy> forcedBy(ExplainResponse.ForcedBy list) {
    return switch (list) {
      case FORCE_STABLE -> Optional.of(ForcedBy.FORCE_STABLE);
      case FORCE_CANARY -> Optional.of(ForcedBy.FORCE_CANARY);
      case NOT_FORCED, UNRECOGNIZED -> Optional.empty();
    };
  }

  static Model model(dev.serin.v1.Model model) {
    var state = switch (model.getState()) {
      case SERVING -> Model.State.SERVING;
      case DEGRADED -> Model.State.DEGRADED;
      case NOT_SERVING -> Model.State.NOT_SERVING;
      case UNLOADED -> Model.State.UNLOADED;
      case STATE_UNSPECIFIED, UNRECOGNIZED -> Model.State.UNKNOWN;
    };
    var versions = model.getVersionsList().stream().map(AdminWire::version).toList();
    return new Model(model.getName(), state, versions);
  }

  static Model.Version version(Version version) {
    var state = switch (version.getState()) {
      case LOADING -> Model.VersionState.LOADING;
      case READY -> Model.VersionState.READY;
      case REJECTED -> Model.VersionState.REJECTED;
      case RETIRED -> Model.VersionState.RETIRED;
      case UNLOADED -> Model.VersionState.UNLOADED;
      case REPLACED -> Model.VersionState.REPLACED;
      case COLD -> Model.VersionState.COLD;
      case STATE_UNSPECIFIED, UNRECOGNIZED -> Model.VersionState.UNKNOWN;
    };
    return new Model.Version(
        version.getVersion(),
        state,
        version.getReason(),
        version.getSha256(),
        Wire.specs(version.getInputsList()),
        Wire.specs(version.getOutputsList()),
        version.hasBatching() ? Optional.of(batching(version.getBatching())) : Optional.empty(),
        version.getProcessId() == 0
            ? OptionalLong.empty()
            : OptionalLong.of(version.getProcessId()));
  }

  private static Model.Batching batching(Batching batching) {
    var compute = batching.getCompute();
    return new Model.Batching(
        batching.getMaxRows(),
        batching.getOff(),
        batching.hasCompute()
            ? Optional.of(new Model.Compute(
                compute.getRows(), compute.getMicrosPerRow(), compute.getStableMicrosPerRow()))
            : Optional.empty());
  }

  static ModelStatus.Version versionStatus(VersionStatus status) {
    return new ModelStatus.Version(
        status.getVersion(),
        Wire.role(status.getRole()),
        status.getShareSet(),
        status.getShareReal(),
        status.getRevisionCalls(),
        status.getCalls(),
        new TreeMap<>(status.getErrorsMap()),
        new TreeMap<>(status.getCallerErrorsMap()),
        latency(status.getEndToEnd()),
        latency(status.getQueue()),
        latency(status.getInference()),
        status.getBatchRows(),
        quality(status.getQuality()));
  }

  private static ModelStatus.Latency latency(dev.serin.v1.Latency latency) {
    return new ModelStatus.Latency(
        latency.getCount(),
        latency.getP50Ms(),
        latency.getP95Ms(),
        latency.getP99Ms(),
        latency.getMaxMs());
  }

  private static ModelStatus.Quality quality(dev.serin.v1.Quality quality) {
    return new ModelStatus.Quality(
        quality.getMetric(),
        quality.getLabels(),
        quality.getCoverage(),
        Wire.duration(quality.getMedianLag()),
        Wire.present(quality.hasMean(), quality.getMean()),
        Wire.present(quality.hasLow(), quality.getLow()),
        Wire.present(quality.hasHigh(), quality.getHigh()));
  }

  private static SortedMap<Long, String> shares(List<VersionShare> shares) {
    var split = new TreeMap<Long, String>();
    shares.forEach(share -> split.put(share.getVersion(), share.getShare()));
    return split;
  }
}
