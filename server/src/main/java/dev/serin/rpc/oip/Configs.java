package dev.serin.rpc.oip;

import dev.serin.inference.ModelConfig;
import dev.serin.inference.ModelDynamicBatching;
import dev.serin.inference.ModelInput;
import dev.serin.inference.ModelInstanceGroup;
import dev.serin.inference.ModelOutput;
import dev.serin.inference.ModelQueuePolicy;
import dev.serin.inference.ModelTransactionPolicy;
import dev.serin.inference.ModelVersionPolicy;
import dev.serin.model.BatchLimit;
import dev.serin.model.BatchSettings;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Signature;
import dev.serin.tensor.Shape;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Derives a version's configuration from its signature and its settings. */
final class Configs {
  /** What runs the models. */
  static final String PLATFORM = "onnxruntime_onnx";

  private static final String BACKEND = "onnxruntime";
  private static final String FILE = "model.onnx";

  private Configs() {}

  /**
   * Returns a configuration. Its largest batch is above 0 if requests may share runs and every
   * tensor has its rows in a first dimension of any size.
   *
   * @param runners how many runs may happen at a time
   */
  static ModelConfig of(LoadedVersion version, BatchSettings settings, int runners) {
    var signature = version.signature();
    int most = batches(version, settings) ? settings.maxBatch().orElse(BatchLimit.MOST_ROWS) : 0;
    boolean rows = most > 0;
    var config = ModelConfig.newBuilder()
        .setName(version.id().model())
        .setPlatform(PLATFORM)
        .setBackend(BACKEND)
        .setDefaultModelFilename(FILE)
        .setVersionPolicy(
            ModelVersionPolicy.newBuilder().setAll(ModelVersionPolicy.All.getDefaultInstance()))
        .setMaxBatchSize(most)
        .addAllInput(signature.inputs().stream().map(spec -> input(spec, rows)).toList())
        .addAllOutput(
            signature.outputs().stream().map(spec -> output(spec, rows)).toList())
        .addInstanceGroup(ModelInstanceGroup.newBuilder()
            .setName(version.id().model())
            .setCount(Math.min(runners, settings.maxRuns().orElse(runners)))
            .setKind(ModelInstanceGroup.Kind.KIND_CPU))
        .setModelTransactionPolicy(ModelTransactionPolicy.getDefaultInstance());
    if (rows) {
      config.setDynamicBatching(ModelDynamicBatching.newBuilder()
          .setMaxQueueDelayMicroseconds(micros(settings.maxBatchDelay()))
          .setDefaultQueuePolicy(ModelQueuePolicy.newBuilder()
              .setDefaultTimeoutMicroseconds(micros(settings.maxQueueWait()))));
    }
    return config.build();
  }

  private static boolean batches(LoadedVersion version, BatchSettings settings) {
    return version.batchLimit().off().isEmpty()
        && settings.maxBatch().orElse(BatchLimit.MOST_ROWS) > 1
        && haveRows(version.signature());
  }

  private static boolean haveRows(Signature signature) {
    return Stream.of(signature.inputs(), signature.outputs())
        .flatMap(List::stream)
        .map(TensorSpec::shape)
        .allMatch(shape -> shape.rank() > 0 && shape.size(0) == Shape.ANY);
  }

  private static long micros(Duration duration) {
    return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
  }

  private static ModelInput input(TensorSpec spec, boolean rows) {
    return ModelInput.newBuilder()
        .setName(spec.name())
        .setDataType(Datatypes.message(spec.type()))
        .addAllDims(dims(spec, rows))
        .setOptional(spec.optional())
        .build();
  }

  private static ModelOutput output(TensorSpec spec, boolean rows) {
    return ModelOutput.newBuilder()
        .setName(spec.name())
        .setDataType(Datatypes.message(spec.type()))
        .addAllDims(dims(spec, rows))
        .build();
  }

  private static List<Long> dims(TensorSpec spec, boolean rows) {
    var sizes = Models.sizes(spec.shape());
    return rows ? sizes.subList(1, sizes.size()) : sizes;
  }
}
