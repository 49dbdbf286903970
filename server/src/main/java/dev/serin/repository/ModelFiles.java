package dev.serin.repository;

import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelSettings;
import dev.serin.model.SettingsReader;
import dev.serin.model.Signature;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPolicy;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    /** Whether a caller gave the settings, so that the file does not count. */
    private boolean given;
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
    if (known.given) {
      return false;
    }
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

  /** Puts settings in force that a caller gives as JSON, until {@link #takeBack}. */
  void give(String model, Path folder, String json) throws ModelLoadException {
    var settings = reader.parse(model, folder, json);
    var known = models.computeIfAbsent(model, unused -> new Known());
    known.given = true;
    known.settings = settings;
    known.problem = Optional.empty();
    known.read = known.last;
    inForce(model, known);
  }

  /** Lets the file count again. */
  void takeBack(String model) {
    var known = models.get(model);
    if (known != null && known.given) {
      known.given = false;
      known.read = Optional.empty();
    }
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

  /**
   * Returns the versions that their models' settings do not select.
   *
   * @param stays whether a version is loaded anyhow
   */
  Map<VersionId, Look> passedOver(Folders.Listing listing, Predicate<VersionId> stays) {
    var passedOver = new HashMap<VersionId, Look>();
    for (var model : listing.models().keySet()) {
      var policy = settings(model).versions();
      if (policy instanceof VersionPolicy.All) {
        continue;
      }
      var all = listing.versions().keySet().stream()
          .filter(id -> id.model().equals(model))
          .toList();
      var chosen = policy.choose(all.stream().map(VersionId::version).toList());
      var look = new Look.Gone(
          "not loaded: version_policy of " + ModelSettings.FILE + " selects " + policy);
      for (var id : all) {
        if (!chosen.contains(id.version()) && !stays.test(id)) {
          passedOver.put(id, look);
        }
      }
    }
    return passedOver;
  }

  /**
   * Returns what an operator should know about the settings of a loaded version; may be empty.
   *
   * @param loadedWith what it was loaded with
   */
  String note(String model, String loadedWith, Signature signature) {
    var problem = problem(model);
    if (problem.isPresent()) {
      return problem.get() + "; what it said before stays in force";
    }
    var settings = settings(model);
    var stale = loadedWith.equals(atLoad(model))
        ? ""
        : ModelSettings.FILE + " or a file that it names changed after this version was loaded;"
            + " only batching and version_policy are in force, the rest when it is loaded again"
            + refusal(settings, signature);
    return Stream.of(settings.note(), stale)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** Says that a version will be rejected with the settings that wait. */
  private static String refusal(ModelSettings settings, Signature signature) {
    try {
      var unused = settings.served(signature);
      return "";
    } catch (ModelLoadException e) {
      return ", when it will be REJECTED: " + e.getMessage();
    }
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
