package dev.serin.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelLoader;
import dev.serin.model.OverdueRun;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Loads ONNX models: tensors in and out, with data files beside them or not, no custom operators.
 *
 * <p>A session runs its operators one after another, on the caller's thread unless it is given more
 * intra-op threads, which never spin. Parallelism comes from the threads that call.
 *
 * <p>Thread-safe.
 */
public final class OnnxLoader implements ModelLoader {
  /** How long a run may take unless something else is said. */
  public static final Duration RUN_TIMEOUT = Duration.ofMinutes(1);

  private static final RunLimits LIMITS = RunLimits.ticking();

  private final OrtEnvironment environment = environment();
  private final int intraOpThreads;
  private final OnnxPredictor.Runs runs;

  /** Returns a loader of models that run on the caller's thread alone, for a minute at most. */
  public OnnxLoader() {
    this(1, RUN_TIMEOUT);
  }

  /**
   * Returns a loader of models that spread each operator over that many threads.
   *
   * @param runTimeout a run that takes longer is ended
   */
  public OnnxLoader(int intraOpThreads, Duration runTimeout) {
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException(
          "intraOpThreads: " + intraOpThreads + " (expected: at least 1)");
    }
    this.intraOpThreads = intraOpThreads;
    this.runs = new OnnxPredictor.Runs(environment, new InputBuffers(), LIMITS, runTimeout);
  }

  /** The version of ONNX Runtime. */
  public String runtimeVersion() {
    return environment.getVersion();
  }

  /** The runs of this process that were told to end some seconds ago and go on. */
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
    if (!facts.sequences().isEmpty() && facts.dataFiles().isEmpty()) {
      return load(id, Files.readAllBytes(model), facts);
    }
    try (var options = options(id)) {
      return predictor(
          id,
          DeepStack.call(() -> environment.createSession(model.toString(), options)),
          facts,
          Map.of());
    } catch (OrtException e) {
      throw unloadable(e);
    }
  }

  /**
   * Loads a model that is complete in itself from its bytes.
   *
   * @throws ModelLoadException if it is not a model that can be served; the message says why
   */
  public Predictor load(VersionId id, byte[] model) throws ModelLoadException {
    var facts = ModelScan.read(model);
    if (!facts.dataFiles().isEmpty()) {
      throw new ModelLoadException(
          "external data: " + facts.dataFiles().keySet() + " (expected: all in one file)", null);
    }
    return load(id, model, facts);
  }

  private Predictor load(VersionId id, byte[] model, ModelFacts facts) throws ModelLoadException {
    try (var options = options(id)) {
      if (facts.sequences().isEmpty()) {
        var session = DeepStack.call(() -> environment.createSession(model, options));
        return predictor(id, session, facts, Map.of());
      }
      var flat = Flattening.of(model, facts.sequences());
      var bytes = flat.model().toByteArray();
      var session = DeepStack.call(() -> environment.createSession(bytes, options));
      return predictor(id, session, facts, flat.classes());
    } catch (OrtException e) {
      throw unloadable(e);
    }
  }

  private static ModelFacts facts(Path model) throws ModelLoadException, IOException {
    try (var in = Files.newInputStream(model)) {
      return ModelScan.read(in);
    }
  }

  private static ModelLoadException unloadable(OrtException e) {
    return new ModelLoadException("not a model that can be loaded: " + RuntimeErrors.text(e), e);
  }

  private OnnxPredictor predictor(
      VersionId id, OrtSession session, ModelFacts facts, Map<String, List<String>> classes)
      throws OrtException, ModelLoadException {
    try {
      var read = SessionSignature.of(session, facts, classes);
      var signature = read.signature();
      var casts = UnsignedCasts.open(environment, signature.inputs());
      return new OnnxPredictor(
          id.toString(),
          new OnnxPredictor.Model(session, signature, read.notes(), facts.vocabulary(), casts),
          runs);
    } catch (OrtException | ModelLoadException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private SessionOptions options(VersionId id) throws OrtException {
    var options = new SessionOptions();
    options.setLoggerId(id.toString());
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    options.setExecutionMode(ExecutionMode.SEQUENTIAL);
    options.setInterOpNumThreads(1);
    options.setIntraOpNumThreads(intraOpThreads);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    // Else bytes that look like ONNX Runtime's own format would be loaded unscanned.
    options.addConfigEntry("session.load_model_format", "ONNX");
    return options;
  }

  private static OrtEnvironment environment() {
    try {
      return DeepStack.call(
          () -> OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "serin"));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not start", e);
    }
  }
}
