package dev.serin.config;

import static java.util.Objects.requireNonNull;

import dev.serin.feedback.FeedbackSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The settings of a gateway.
 *
 * @param runners the number of threads that run models
 * @param admit how the files of versions are admitted
 * @param models by name; only those in the file
 */
public record GatewayConfig(
    int runners,
    Admit admit,
    Limits limits,
    FeedbackSettings feedback,
    SortedMap<String, ModelConfig> models) {
  private static final int MEBIBYTE = 1 << 20;

  /** Checks the number of runners and copies the models. */
  public GatewayConfig {
    if (runners < 1) {
      throw new IllegalArgumentException("runners: " + runners + " (expected: at least 1)");
    }
    requireNonNull(admit, "admit");
    requireNonNull(limits, "limits");
    requireNonNull(feedback, "feedback");
    models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
  }

  /** Returns the settings of a gateway with an empty file. */
  public static GatewayConfig defaults(int runners) {
    return new GatewayConfig(
        runners,
        Admit.COPY,
        new Limits(
            64 * MEBIBYTE,
            256L * MEBIBYTE,
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Optional.empty()),
        new FeedbackSettings(Duration.ofDays(7), 64L * MEBIBYTE, false),
        Collections.emptySortedMap());
  }

  /** Returns the settings of a model; the defaults for one that is not in the file. */
  public ModelConfig model(String name) {
    return models.getOrDefault(name, ModelConfig.NOTHING);
  }

  /**
   * Returns the names of the settings in which another configuration differs and which take effect
   * at a restart only. Settings of models take effect at once, a plan for the next rollout.
   */
  public List<String> restartNeeded(GatewayConfig other) {
    var names = new ArrayList<String>();
    addIf(runners != other.runners, "runners", names);
    addIf(admit != other.admit, "admit", names);
    addIf(limits.messageBytes() != other.limits.messageBytes(), "limits.messageBytes", names);
    addIf(limits.inFlightBytes() != other.limits.inFlightBytes(), "limits.inFlightBytes", names);
    addIf(!limits.runTimeout().equals(other.limits.runTimeout()), "limits.runTimeout", names);
    addIf(!limits.stopTimeout().equals(other.limits.stopTimeout()), "limits.stopTimeout", names);
    addIf(
        !limits.connectionAge().equals(other.limits.connectionAge()),
        "limits.connectionAge",
        names);
    addIf(!feedback.maxAge().equals(other.feedback.maxAge()), "feedback.maxAge", names);
    addIf(feedback.memoryBytes() != other.feedback.memoryBytes(), "feedback.memory", names);
    addIf(feedback.byRequestId() != other.feedback.byRequestId(), "feedback.byRequestId", names);
    return List.copyOf(names);
  }

  /** Returns the models whose split differs in another configuration. */
  public SortedSet<String> splitsChanged(GatewayConfig other) {
    return changed(other, ModelConfig::split);
  }

  /** Returns the models whose quality is measured differently in another configuration. */
  public SortedSet<String> qualitiesChanged(GatewayConfig other) {
    return changed(other, ModelConfig::quality);
  }

  /** Returns the models whose gates differ in another configuration. */
  public SortedSet<String> gatesChanged(GatewayConfig other) {
    return changed(other, ModelConfig::gates);
  }

  /** Returns the models whose plan differs in another configuration. */
  public SortedSet<String> rolloutsChanged(GatewayConfig other) {
    return changed(other, ModelConfig::rollout);
  }

  /** Returns the models whose forced users differ in another configuration. */
  public SortedSet<String> forcedChanged(GatewayConfig other) {
    return changed(other, ModelConfig::forced);
  }

  /** Returns the models whose requests share runs differently in another configuration. */
  public SortedSet<String> batchingChanged(GatewayConfig other) {
    return changed(other, ModelConfig::batching);
  }

  private SortedSet<String> changed(GatewayConfig other, Function<ModelConfig, ?> part) {
    var names = new TreeSet<>(models.keySet());
    names.addAll(other.models.keySet());
    names.removeIf(name -> part.apply(model(name)).equals(part.apply(other.model(name))));
    return names;
  }

  private static void addIf(boolean differs, String name, List<String> names) {
    if (differs) {
      names.add(name);
    }
  }
}
