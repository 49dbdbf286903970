package dev.serin.repository;

import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelSettings;
import dev.serin.model.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * As with the files of versions, a state counts that two looks in a row have seen; the first scan
 * acts at once. A file that is wrong leaves the former settings in force for the versions that are
 * loaded, and no further version is loaded until it is right.
 */

/**
 * The settings in the models' folders, in step with their files. Confined to the repository thread.
 */
final class ModelFiles {
  private static final Logger log = LoggerFactory.getLogger(ModelFiles.class);
  private static final String NAMED = " is a symbolic link or no file (expected: a file)";

  private final Folders folders;
  private final SettingsReader reader;
  private final BiConsumer<String, ModelSettings> listener;
  private final Map<String, Known> models = new HashMap<>();

  /** What is known of one model. */
  private static final class Known {
    private Set<String> names = Set.of(ModelSettings.FILE);
    private Optional<List<Look.Part>> last = Optional.empty();
    private Optional<List<Look.Part>> read = Optional.empty();
    private ModelSettings settings = ModelSettings.NONE;
    private Optional<String> problem = Optional.empty();
  }

  /**
   * Returns the settings of models that were not looked at.
   *
   * @param listener takes a model's name and its settings when they come into force
   */
  ModelFiles(Folders folders, SettingsReader reader, BiConsumer<String, ModelSettings> listener) {
    this.folders = folders;
    this.reader = reader;
    this.listener = listener;
  }

  /**
   * Looks at a model's folder, and reads its settings if they changed and are no longer being
   * written. Returns whether they did change.
   *
   * @param atOnce whether one look is enough
   */
  boolean look(String model, Path folder, boolean atOnce) throws IOException {
    var known = models.computeIfAbsent(model, unused -> new Known());
    var look = Optional.of(folders.parts(folder, known.names));
    boolean steady = atOnce || look.equals(known.last);
    known.last = look;
    if (!steady || look.equals(known.read)) {
      return false;
    }
    var before = known.settings;
    var problem = known.problem;
    read(model, folder, known);
    var names = new TreeSet<>(known.settings.files());
    names.add(ModelSettings.FILE);
    if (!atOnce && !known.names.containsAll(names)) {
      // The files that it names may still be written.
      known.names = names;
      known.settings = before;
      known.problem = problem;
      return false;
    }
    known.names = names;
    known.last = Optional.of(folders.parts(folder, names));
    known.read = known.last;
    inForce(model, known);
    return true;
  }

  private void read(String model, Path folder, Known known) {
    known.problem = Optional.empty();
    try {
      if (folders.parts(folder, Set.of(ModelSettings.FILE)).isEmpty()) {
        known.settings = ModelSettings.NONE;
        if (folders.exists(folder, ModelSettings.FILE)) {
          known.problem = Optional.of(ModelSettings.FILE + NAMED);
        }
      } else {
        known.settings = reader.read(model, folder);
      }
    } catch (ModelLoadException e) {
      known.problem = Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      known.problem = Optional.of(ModelSettings.FILE + " cannot be read: " + e.getMessage());
    }
  }

  private void inForce(String model, Known known) {
    if (known.problem.isPresent()) {
      log.warn("{}: {}", model, known.problem.get());
      return;
    }
    listener.accept(model, known.settings);
    if (!known.settings.note().isEmpty()) {
      log.warn("{}: {}", model, known.settings.note());
    }
  }

  /** Forgets all other models. */
  void retain(Predicate<String> kept) {
    models.keySet().removeIf(kept.negate());
  }

  /** Whether the files of a model were read as they are now. */
  boolean settled(String model) {
    var known = models.get(model);
    return known == null || known.read.equals(known.last);
  }

  /** The settings in force of a model. */
  ModelSettings settings(String model) {
    var known = models.get(model);
    return known == null ? ModelSettings.NONE : known.settings;
  }

  /** Why no version of a model is loaded. */
  Optional<String> problem(String model) {
    var known = models.get(model);
    return known == null ? Optional.empty() : known.problem;
  }

  /** What a version is loaded with: equal texts load alike. */
  String atLoad(String model) {
    var known = models.get(model);
    if (known == null || known.settings.atLoad().isEmpty()) {
      return "";
    }
    var others = known.read.orElse(List.of()).stream()
        .filter(part -> !part.path().equals(ModelSettings.FILE))
        .toList();
    return known.settings.atLoad() + others;
  }
}
