package dev.serin.server;

import dev.serin.access.Author;
import dev.serin.config.ConfigFile;
import dev.serin.config.ConfigWatcher;
import dev.serin.config.GatewayConfig;
import dev.serin.config.ModelConfig;
import dev.serin.config.yaml.ParsedConfig;
import dev.serin.config.yaml.Problem;
import dev.serin.control.FileSplit;
import dev.serin.control.Plans;
import dev.serin.feedback.quality.Metric;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.model.BatchChoice;
import dev.serin.model.BatchSettings;
import dev.serin.model.Isolation;
import dev.serin.model.ModelSettings;
import dev.serin.rollout.LivePlan;
import dev.serin.split.ForcedUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in force: that of the start, with the later changes of the file that take
 * effect at once.
 *
 * <p>Thread-safe.
 */
final class Configuration implements Plans {
  private static final Logger log = LoggerFactory.getLogger(Configuration.class);

  private final Path file;
  private final ConfigFile parser;
  private final GatewayConfig started;
  private volatile GatewayConfig current;
  /** The problems of the current file; empty if it has none. */
  private volatile List<Problem> problems = List.of();

  /** What the files in the models' folders say of how requests share runs. */
  private final Map<String, BatchChoice> ofModels = new ConcurrentHashMap<>();

  /** How requests of each model share runs; replaced as a whole. */
  private volatile Map<String, BatchSettings> batching = Map.of();

  /** Whether the file has ever existed. */
  private volatile boolean there;

  private Configuration(Path file, ConfigFile parser, GatewayConfig started, boolean there) {
    this.file = file;
    this.parser = parser;
    this.started = started;
    this.current = started;
    this.there = there;
    mergeBatching();
  }

  /** Reads the file; without one the defaults apply. Throws with all problems at once. */
  static Configuration read(Path file, int cores) throws StartException {
    var defaults = GatewayConfig.defaults(cores);
    var parser = new ConfigFile(defaults);
    if (Files.notExists(file)) {
      return new Configuration(file, parser, defaults, false);
    }
    var parsed = parser.read(file);
    if (parsed instanceof ParsedConfig.Invalid<GatewayConfig> invalid) {
      throw new StartException(
          invalid.problems().stream().map(Problem::toString).toList());
    }
    return new Configuration(
        file, parser, ((ParsedConfig.Valid<GatewayConfig>) parsed).config(), true);
  }

  /** The settings of the start, some of which apply until the gateway ends. */
  GatewayConfig started() {
    return started;
  }

  /** The splits in the file, by model. */
  Map<String, FileSplit> splits() {
    var splits = new TreeMap<String, FileSplit>();
    var name = String.valueOf(file.getFileName());
    current
        .models()
        .forEach((model, config) -> config
            .split()
            .ifPresent(block -> splits.put(
                model,
                new FileSplit(
                    block.split(),
                    block.stable(),
                    block.hash(),
                    Author.of(name),
                    "split of " + name))));
    return splits;
  }

  /** How the quality of each model is measured. */
  Map<String, QualitySettings> qualities() {
    var qualities = new TreeMap<String, QualitySettings>();
    current
        .models()
        .forEach((model, config) ->
            config.quality().ifPresent(quality -> qualities.put(model, quality)));
    return qualities;
  }

  @Override
  public Optional<LivePlan> plan(String model) {
    return current.model(model).rollout();
  }

  @Override
  public Terms terms(String model) {
    var config = Optional.ofNullable(current.models().get(model));
    boolean binary =
        quality(model).map(quality -> quality.metric() == Metric.ACCURACY).orElse(true);
    return new Terms(
        config.map(ModelConfig::gates).orElse(GateSettings.DEFAULT),
        binary ? LossScale.BINARY : LossScale.BOUNDED,
        quality(model).map(QualitySettings::terms).orElse(""));
  }

  @Override
  public ForcedUsers forced(String model) {
    return current.model(model).forced();
  }

  /** How the quality of a model is measured. */
  Optional<QualitySettings> quality(String model) {
    return Optional.ofNullable(current.models().get(model)).flatMap(ModelConfig::quality);
  }

  /** How requests of a model share runs: the file's keys come before the model's own settings. */
  BatchSettings batching(String model) {
    return batching.getOrDefault(model, BatchSettings.DEFAULT);
  }

  /** The most resident memory of a process that runs a version of a model, if the file says it. */
  OptionalLong memoryBytes(String model) {
    return current.model(model).memoryBytes();
  }

  /** Which versions of a model run in processes of their own. */
  Isolation isolation(String model) {
    return current.model(model).isolation();
  }

  /** Puts the settings in a model's own folder in force. */
  void settings(String model, ModelSettings settings) {
    if (settings.batching().equals(BatchChoice.NONE)) {
      ofModels.remove(model);
    } else {
      ofModels.put(model, settings.batching());
    }
    mergeBatching();
  }

  private synchronized void mergeBatching() {
    var merged = new HashMap<String, BatchSettings>();
    var config = current;
    ofModels.forEach(
        (model, own) -> merged.put(model, config.model(model).batching().over(own)));
    config
        .models()
        .forEach((model, configured) ->
            merged.computeIfAbsent(model, unused -> configured.batching().settings()));
    batching = merged;
  }

  /** The file with a call for the first runs of a model's versions, if configured. */
  Optional<String> warmUp(String model) {
    return current.model(model).warmUp();
  }

  /**
   * Returns notes for the operator: mistakes in the current file, and changes that need a restart.
   */
  List<String> notes() {
    var notes = new ArrayList<String>();
    problems.forEach(problem -> notes.add(problem + "; the file is not in force"));
    var waiting = started.restartNeeded(current);
    if (!waiting.isEmpty()) {
      notes.add(file.getFileName() + ": " + String.join(", ", waiting)
          + " changed; in force after a restart");
    }
    return notes;
  }

  /** Returns a task that checks the file, and applies its changes to the gateway. */
  Runnable watcher(Core core) {
    var watcher = new ConfigWatcher(file, parser, config -> accept(config, core), this::refuse);
    return () -> {
      // A gateway that was started without a file does not need one.
      there = there || Files.exists(file);
      if (there) {
        watcher.tick();
      }
    };
  }

  private void accept(GatewayConfig config, Core core) {
    var before = current;
    boolean mended = !problems.isEmpty();
    problems = List.of();
    current = config;
    mergeBatching();
    core.feedback.configure(qualities());
    // Losses under different settings cannot be added up.
    before.qualitiesChanged(config).forEach(core.books::restartQuality);
    core.judge.reread(core.time.clock().millis());
    var unused = core.control.applyFile(splits());
    var changes = changes(before, config);
    if (!changes.isEmpty() || mended) {
      log.info(
          "{} is in force: {} changed",
          file.getFileName(),
          changes.isEmpty() ? "nothing" : String.join(", ", changes));
    }
  }

  private void refuse(List<Problem> mistakes) {
    problems = mistakes;
    mistakes.forEach(mistake -> log.warn("{}; the file is not in force", mistake));
  }

  private static List<String> changes(GatewayConfig before, GatewayConfig after) {
    var changes = new ArrayList<String>();
    before.splitsChanged(after).forEach(model -> changes.add("split of " + model));
    before.qualitiesChanged(after).forEach(model -> changes.add("quality of " + model));
    before.gatesChanged(after).forEach(model -> changes.add("gates of " + model));
    before.rolloutsChanged(after).forEach(model -> changes.add("rollout of " + model));
    before
        .batchingChanged(after)
        .forEach(model -> changes.add(
            "batching of " + model + " (intraOpThreads for versions loaded from now on)"));
    before.forcedChanged(after).forEach(model -> changes.add("forced users of " + model));
    before.restartNeeded(after).forEach(name -> changes.add(name + " (after a restart)"));
    return changes;
  }
}
