package dev.serin.cli;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.serin.v1.Batching;
import dev.serin.v1.Latency;
import dev.serin.v1.Model;
import dev.serin.v1.ModelStatus;
import dev.serin.v1.Quality;
import dev.serin.v1.Role;
import dev.serin.v1.SplitRevision;
import dev.serin.v1.Tensor;
import dev.serin.v1.TensorSpec;
import dev.serin.v1.Version;
import dev.serin.v1.VersionShare;
import dev.serin.v1.VersionStatus;

/** Answers of a gateway's admin port. */
public final class Answers {
  public static final SplitRevision REVISION = SplitRevision.newBuilder()
      .setModel("digits")
      .setRevision(5)
      .addSplit(share(1, "0.9"))
      .addSplit(share(2, "0.1"))
      .addPreviousSplit(share(1, "1"))
      .setStable(1)
      .setSalt("digits")
      .setTime(Timestamp.newBuilder().setSeconds(1_735_689_600))
      .setAuthor("ada")
      .setReason("first users")
      .addAbsent(2)
      .build();

  public static final Model MODEL = Model.newBuilder()
      .setName("digits")
      .setState(Model.State.DEGRADED)
      .addVersions(Version.newBuilder()
          .setVersion(1)
          .setState(Version.State.READY)
          .setSha256("0123456789abcdef0123456789abcdef")
          .addInputs(TensorSpec.newBuilder()
              .setName("input")
              .setDatatype(Tensor.Datatype.FP32)
              .addShape(-1)
              .addShape(64))
          .addOutputs(TensorSpec.newBuilder()
              .setName("output")
              .setDatatype(Tensor.Datatype.FP32)
              .addShape(-1)
              .addShape(10))
          .setBatching(Batching.newBuilder().setMaxRows(16)))
      .addVersions(Version.newBuilder()
          .setVersion(2)
          .setState(Version.State.REJECTED)
          .setReason("model.onnx is empty"))
      .build();

  public static final ModelStatus STATUS = ModelStatus.newBuilder()
      .setModel(MODEL)
      .setRevision(REVISION)
      .setWindow(Duration.newBuilder().setSeconds(300))
      .setSince(Timestamp.newBuilder().setSeconds(1_735_600_000))
      .addNotes("serin.yaml says 1=1, the journal 1=0.9 2=0.1")
      .addComparisons(GateAnswers.COMPARISON)
      .addVersions(VersionStatus.newBuilder()
          .setVersion(1)
          .setRole(Role.STABLE)
          .setShareSet("0.9")
          .setShareReal(0.8993)
          .setRevisionCalls(12300)
          .setCalls(12345)
          .setBatchRows(6.4)
          .putErrors("UNAVAILABLE", 1)
          .putErrors("INTERNAL", 2)
          .putCallerErrors("INVALID_ARGUMENT", 7)
          .setEndToEnd(Latency.newBuilder()
              .setCount(300)
              .setP50Ms(0.31)
              .setP95Ms(1.255)
              .setP99Ms(12.5)
              .setMaxMs(40))
          .setQuality(Quality.newBuilder()
              .setMetric("accuracy")
              .setLabels(800)
              .setCoverage(0.648)
              .setMedianLag(Duration.newBuilder().setSeconds(90))
              .setMean(0.93125)
              .setLow(0.9)
              .setHigh(0.95)))
      .addVersions(VersionStatus.newBuilder()
          .setVersion(2)
          .setRole(Role.CANARY)
          .setShareSet("0.1")
          .setQuality(Quality.newBuilder().setMetric("accuracy")))
      .build();

  private Answers() {}

  public static VersionShare share(long version, String share) {
    return VersionShare.newBuilder().setVersion(version).setShare(share).build();
  }
}
