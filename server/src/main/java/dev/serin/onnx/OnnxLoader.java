package dev.serin.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import com.google.protobuf.ByteString;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelLoader;
import dev.serin.model.OverdueRun;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToIntFunction;

/**
 * Loads ONNX models of tensors, with or without data files, without custom operators.
 *
 * <p>A session runs its operators one after another, on the caller's thread unless it has more
 * intra-op threads, which never spin. Parallelism comes from the calling threads.
 *
 * <p>Thread-safe.
 */
public final class OnnxLoader implements ModelLoader {
  /** The default limit of a run. */
  public static final Duration RUN_TIMEOUT = Duration.ofSeconds(30);

  /** The option for the data folder of a model that is loaded from memory. */
  private static final String DATA_FOLDER = "session.model_external_initializers_file_folder_path";

  private static final long LARGE_BYTES = 16 << 20;

  private static final RunLimits LIMITS = RunLimits.ticking();

  private final OrtEnvironment environment = environment();
  private final ToIntFunction<String> intraOpThreads;
  private final OnnxPredictor.Runs runs;

  /** Returns a loader of models that run on the caller's thread alone, for 30 seconds at most. */
  public OnnxLoader() {
    this(model -> 1, RUN_TIMEOUT);
  }

  /**
   * Returns a loader.
   *
   * @param intraOpThreads over how many threads a model, by its name, spreads each operator; at
   *     least 1, which is the caller's
   * @param runTimeout the limit after which a run is stopped
   */
  public OnnxLoader(ToIntFunction<String> intraOpThreads, Duration runTimeout) {
    this.intraOpThreads = intraOpThreads;
    this.runs = new OnnxPredictor.Runs(environment, new InputBuffers(), LIMITS, runTimeout);
  }

  /** Loads ONNX Runtime, which takes a tenth of a second; the first loader has less to do then. */
  public static void preload() {
    var unused = environment();
  }

  /** The version of ONNX Runtime. */
  public String runtimeVersion() {
    return environment.getVersion();
  }

  /** The runs of this process that are still running some seconds after their limit. */
  public static List<OverdueRun> overdueRuns() {
    return LIMITS.overdue();
  }

  @Override
  public SortedMap<String, Long> dataFiles(Path model) throws ModelLoadException, IOException {
    return facts(model).dataFiles();
  }

  @Override
  public Predictor load(VersionId id, Path model) throws ModelLoadException, IOException {
    var facts = facts(model);
    var predictor = load(id, model, facts);
    if (Flattening.changes(facts) && Files.size(model) > LARGE_BYTES) {
      // A rewritten model is off the heap, and its memory is freed with its object, which nothing
      // else would collect soon.
      System.gc();
    }
    return predictor;
  }

  private Predictor load(VersionId id, Path model, ModelFacts facts)
      throws ModelLoadException, IOException {
    try (var options = options(id)) {
      if (!Flattening.changes(facts)) {
        var session = DeepStack.call(() -> environment.createSession(model.toString(), options));
        return predictor(id, session, facts, Map.of(), Map.of());
      }
      var flat = Flattening.of(model, facts);
      options.addConfigEntry(DATA_FOLDER, String.valueOf(model.toAbsolutePath().getParent()));
      var session = DeepStack.call(() -> environment.createSession(flat.model(), options));
      return predictor(id, session, facts, flat.classes(), flat.defaults());
    } catch (OrtException e) {
      if (facts.defaults().isEmpty()) {
        throw new ModelLoadException(
            "ONNX Runtime cannot load the model: " + RuntimeErrors.text(e), e);
      }
      // A default value may have to stay a constant, with its input in name only.
      return load(id, model, facts.withoutDefaults());
    }
  }

  private static ModelFacts facts(Path model) throws ModelLoadException, IOException {
    try (var in = Files.newInputStream(model)) {
      OtherFormat.check(model);
      return ModelScan.read(in);
    }
  }

  private OnnxPredictor predictor(
      VersionId id,
      OrtSession session,
      ModelFacts facts,
      Map<String, List<String>> classes,
      Map<String, ByteString> values)
      throws OrtException, ModelLoadException {
    try {
      var defaults = new LinkedHashMap<String, Tensor>();
      for (var value : values.entrySet()) {
        defaults.put(value.getKey(), constant(value.getKey(), value.getValue()));
      }
      var read = SessionSignature.of(session, facts, classes);
      var signature = read.signature();
      var casts = UnsignedCasts.open(environment, signature.inputs());
      return new OnnxPredictor(
          id.toString(),
          new OnnxPredictor.Model(
              session, signature, read.notes(), facts.vocabulary(), defaults, casts),
          runs);
    } catch (OrtException | ModelLoadException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Decodes a tensor of a model, in any of ONNX's encodings. */
  private Tensor constant(String name, ByteString tensor) throws OrtException {
    try (var session = Sessions.open(environment, OneNodeModels.constant(name, tensor));
        var result = session.run(Map.of())) {
      return OutputTensors.copy(environment, name, result.get(0));
    }
  }

  private SessionOptions options(VersionId id) throws OrtException {
    var options = new SessionOptions();
    options.setLoggerId(id.toString());
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    options.setExecutionMode(ExecutionMode.SEQUENTIAL);
    options.setInterOpNumThreads(1);
    options.setIntraOpNumThreads(intraOpThreads.applyAsInt(id.model()));
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    // Otherwise bytes in ONNX Runtime's own format would be loaded without a scan.
    options.addConfigEntry("session.load_model_format", "ONNX");
    return options;
  }

  private static OrtEnvironment environment() {
    OnnxNatives.temporaryFolderProblem().ifPresent(problem -> {
      throw new IllegalStateException(problem);
    });
    try {
      return DeepStack.call(
          () -> OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "serin"));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed to start", e);
    }
  }
}
