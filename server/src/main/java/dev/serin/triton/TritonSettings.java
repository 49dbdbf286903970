package dev.serin.triton;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.TextFormat;
import dev.serin.inference.ModelConfig;
import dev.serin.inference.ModelVersionPolicy;
import dev.serin.model.BatchChoice;
import dev.serin.model.BatchLimit;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelSettings;
import dev.serin.model.SettingsReader;
import dev.serin.model.VersionPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads Triton's {@code config.pbtxt}. Fields that change nothing are in the note; a model that
 * they do not describe is refused.
 *
 * <p>Thread-safe: it keeps no state.
 */
public final class TritonSettings implements SettingsReader {
  private static final int MOST_BYTES = 1 << 20;
  private static final Set<String> PLATFORMS = Set.of("", "onnxruntime_onnx", "onnxruntime");
  private static final Set<String> BACKENDS = Set.of("", "onnxruntime");
  private static final Set<String> FILES = Set.of("", "model.onnx");
  private static final Duration MOST_WAIT = Duration.ofDays(1);

  @Override
  public ModelSettings read(String model, Path folder) throws ModelLoadException, IOException {
    return settings(model, folder, ConfigText.parse(text(folder)));
  }

  @Override
  public ModelSettings parse(String model, Path folder, String json) throws ModelLoadException {
    return settings(model, folder, ConfigText.parseJson(json));
  }

  private static ModelSettings settings(String model, Path folder, ConfigText text)
      throws ModelLoadException {
    var config = text.config();
    check(model, config);
    return new TritonModel(config, folder, versions(config), batching(text), note(text));
  }

  /** Returns the text of a file that names the classes of an output, and says nothing else. */
  public static String labelled(String output, String labelFile) {
    var config = ModelConfig.newBuilder();
    config.addOutputBuilder().setName(output).setLabelFilename(labelFile);
    return TextFormat.printer().printToString(config);
  }

  private static String text(Path folder) throws ModelLoadException, IOException {
    try {
      var bytes = FolderFile.read(folder.resolve(ModelSettings.FILE), MOST_BYTES);
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ModelLoadException(ModelSettings.FILE + " is not UTF-8", e);
    }
  }

  private static void check(String model, ModelConfig config) throws ModelLoadException {
    require(
        Set.of("", model).contains(config.getName()),
        "name: " + config.getName() + " (expected: " + model + ", as the folder, or nothing)");
    require(
        PLATFORMS.contains(config.getPlatform()),
        "platform: " + config.getPlatform() + " (expected: onnxruntime_onnx; only ONNX models are"
            + " served)");
    require(
        BACKENDS.contains(config.getBackend()),
        "backend: " + config.getBackend()
            + " (expected: onnxruntime; only ONNX models are served)");
    require(
        FILES.contains(config.getDefaultModelFilename()),
        "default_model_filename: " + config.getDefaultModelFilename()
            + " (expected: model.onnx; rename the file in each version and remove this line)");
    for (var label : new Described(config, Path.of("")).labelFiles()) {
      require(
          FolderFile.isName(label),
          "label_filename: " + label + " (expected: the name of a file in the model's folder)");
    }
  }

  private static VersionPolicy versions(ModelConfig config) throws ModelLoadException {
    var policy = config.getVersionPolicy();
    if (policy.getPolicyChoiceCase() == ModelVersionPolicy.PolicyChoiceCase.LATEST) {
      long count = policy.getLatest().getNumVersions() & 0xffff_ffffL;
      return new VersionPolicy.Latest(Math.max(1, count));
    }
    if (policy.getPolicyChoiceCase() == ModelVersionPolicy.PolicyChoiceCase.SPECIFIC) {
      var numbers = policy.getSpecific().getVersionsList();
      require(!numbers.isEmpty(), "version_policy: specific: no versions (expected: at least one)");
      return new VersionPolicy.Specific(new HashSet<>(numbers));
    }
    return new VersionPolicy.All();
  }

  private static BatchChoice batching(ConfigText text) throws ModelLoadException {
    var config = text.config();
    int rows = config.getMaxBatchSize();
    require(rows >= 0, "max_batch_size: " + rows + " (expected: at least 0)");
    int threads = Threads.of(config);
    require(
        threads >= 0,
        "parameters: " + Threads.PARAMETER + ": "
            + config
                .getParametersOrDefault(
                    Threads.PARAMETER, dev.serin.inference.ModelParameter.getDefaultInstance())
                .getStringValue()
            + " (expected: a whole number from 1 to " + Threads.MOST + ")");
    var dynamic = config.getDynamicBatching();
    var choice = new BatchChoice(
        text.saysMaxBatchSize()
            ? Optional.of(OptionalInt.of(Math.min(Math.max(1, rows), BatchLimit.MOST_ROWS)))
            : Optional.empty(),
        duration("max_queue_delay_microseconds", dynamic.getMaxQueueDelayMicroseconds()),
        duration(
            "default_timeout_microseconds",
            dynamic.getDefaultQueuePolicy().getDefaultTimeoutMicroseconds()),
        threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads),
        instances(config));
    try {
      var unused = choice.settings();
    } catch (IllegalArgumentException e) {
      throw new ModelLoadException(
          ModelSettings.FILE + ": dynamic_batching: " + e.getMessage()
              + "; max_queue_delay_microseconds is maxBatchDelay, and default_timeout_microseconds"
              + " of default_queue_policy is maxQueueWait",
          e);
    }
    return choice;
  }

  private static Optional<Duration> duration(String name, long micros) throws ModelLoadException {
    if (micros == 0) {
      return Optional.empty();
    }
    var duration = Duration.of(micros < 0 ? Long.MAX_VALUE : micros, ChronoUnit.MICROS);
    require(
        duration.compareTo(MOST_WAIT) <= 0,
        "dynamic_batching: " + name + ": " + Long.toUnsignedString(micros)
            + " (expected: at most a day)");
    return Optional.of(duration);
  }

  private static OptionalInt instances(ModelConfig config) throws ModelLoadException {
    long sum = 0;
    for (var group : config.getInstanceGroupList()) {
      require(
          group.getCount() >= 0,
          "instance_group: count: " + group.getCount() + " (expected: at least 1)");
      sum += Math.max(1, group.getCount());
    }
    return sum == 0 ? OptionalInt.empty() : OptionalInt.of((int) Math.min(Integer.MAX_VALUE, sum));
  }

  private static String note(ConfigText text) {
    var notes = new ArrayList<String>();
    var without = WithoutEffect.fields(text);
    if (!without.isEmpty()) {
      notes.add("without effect here: " + String.join(", ", without));
    }
    int rows = text.config().getMaxBatchSize();
    if (rows > BatchLimit.MOST_ROWS) {
      notes.add("max_batch_size: " + rows + ": requests share runs of at most "
          + BatchLimit.MOST_ROWS + " rows");
    }
    return notes.isEmpty() ? "" : ModelSettings.FILE + ": " + String.join("; ", notes);
  }

  private static void require(boolean sound, String problem) throws ModelLoadException {
    if (!sound) {
      throw new ModelLoadException(ModelSettings.FILE + ": " + problem, null);
    }
  }
}
