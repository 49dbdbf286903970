package dev.serin.cli.deploy;

import dev.serin.cli.console.VerbException;
import dev.serin.cli.local.LoadedModels;
import dev.serin.model.LoadedVersion;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelSettings;
import dev.serin.model.VersionId;
import dev.serin.model.VersionStatus;
import dev.serin.onnx.OnnxLoader;
import dev.serin.tensor.Shape;
import dev.serin.tensor.TensorSpec;
import dev.serin.triton.TritonSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/*
 * The version is put together in a stage: a repository of its own in a hidden folder of the real one,
 * and so on the same disk. There it is loaded as a gateway would load it, and then moved into place
 * in one step. Files for all versions come first, since they count for the version at once.
 */

/**
 * Copies a model into a repository as a new version, after it was loaded. Confined to one thread.
 */
final class Import {
  private static final String MODEL = "model.onnx";
  private static final String LABELS = "labels.txt";

  private final Path repository;
  private final String model;
  private final List<String> notes = new ArrayList<>();

  /**
   * A version that was imported.
   *
   * @param id its model and number
   * @param folder where it is
   * @param checked how it was loaded
   * @param settings those of its model
   * @param notes what an operator should know
   */
  record Imported(
      VersionId id,
      Path folder,
      Source source,
      VersionStatus checked,
      ModelSettings settings,
      List<String> notes) {
    LoadedVersion loaded() {
      return checked.loaded().orElseThrow();
    }
  }

  Import(Path repository, String model) {
    this.repository = repository;
    this.model = model;
  }

  /**
   * Imports a model.
   *
   * @param version its number; empty for the next free one
   * @param used the highest number that is taken elsewhere
   */
  Imported run(Source source, OptionalLong version, long used) {
    try (var stage = Stage.open(repository)) {
      var id = new VersionId(model, version.orElse(Math.max(used, highest()) + 1));
      var target = target();
      var folder = target.resolve(Long.toString(id.version()));
      if (Files.exists(folder)) {
        throw VerbException.refused(
            id + " exists in " + repository + " (expected: another number; versions never change)");
      }
      copyVersion(source, stage.folder().resolve(model).resolve(folder.getFileName()));
      var staged = stage.folder().resolve(model);
      var shared = copyShared(source, staged);
      var checked = check(stage, id);
      if (!source.labels().isEmpty() && label(source, checked, staged)) {
        shared.addAll(List.of(ModelSettings.FILE, LABELS));
        checked = check(stage, id);
      }
      var settings = settings(staged);
      moveIn(staged, target, shared, folder);
      return new Imported(id, folder, source, checked, settings, List.copyOf(notes));
    } catch (IOException | UncheckedIOException e) {
      throw VerbException.refused("import failed, nothing was added: " + e.getMessage());
    }
  }

  private Path target() {
    return repository.resolve(model);
  }

  /** The highest number in the model's folder; 0 if there is none. */
  private long highest() throws IOException {
    if (Files.notExists(target())) {
      return 0;
    }
    try (var children = Files.list(target())) {
      return children
          .map(child -> child.getFileName().toString())
          .filter(name -> name.matches("[1-9][0-9]{0,17}"))
          .mapToLong(Long::parseLong)
          .max()
          .orElse(0);
    }
  }

  private static void copyVersion(Source source, Path folder) throws IOException {
    var from = Optional.ofNullable(source.model().toAbsolutePath().getParent()).orElseThrow();
    Stage.copy(source.model(), folder.resolve(MODEL));
    try {
      for (var data : new OnnxLoader().dataFiles(source.model()).keySet()) {
        if (!Files.isRegularFile(from.resolve(data))) {
          throw VerbException.refused(from.resolve(data)
              + " is missing (expected: a file beside the model, which names it)");
        }
        Stage.copy(from.resolve(data), folder.resolve(data));
      }
    } catch (ModelLoadException e) {
      throw VerbException.refused(source.model() + ": " + e.getMessage());
    }
  }

  /**
   * Copies the files for all versions into the stage: those of the model, or of the source if the
   * model has none. Returns the names of those that are new to the model.
   */
  private Set<String> copyShared(Source source, Path staged) throws IOException {
    var target = target();
    var from = source.settings();
    if (from.isEmpty()) {
      copy(target, staged, named(target));
      return new TreeSet<>();
    }
    var names = named(from.get());
    for (var name : names) {
      var present = target.resolve(name);
      if (Files.exists(present) && Files.mismatch(present, from.get().resolve(name)) >= 0) {
        throw VerbException.refused(present + " differs from " + from.get().resolve(name)
            + " (expected: the same, or none; it is for all versions of " + model
            + ", so change it by hand)");
      }
    }
    copy(target, staged, named(target));
    var added = new TreeSet<>(names);
    added.removeIf(name -> Files.exists(target.resolve(name)));
    names.removeIf(name -> Files.exists(staged.resolve(name)));
    copy(from.get(), staged, names);
    return added;
  }

  /** The file of a model's settings and those that it names, as far as they exist. */
  private Set<String> named(Path folder) throws IOException {
    var names = new TreeSet<String>();
    if (Files.exists(folder.resolve(ModelSettings.FILE))) {
      names.add(ModelSettings.FILE);
      names.addAll(settings(folder).files());
      names.removeIf(name -> !Files.isRegularFile(folder.resolve(name)));
    }
    return names;
  }

  private ModelSettings settings(Path folder) throws IOException {
    try {
      return Files.exists(folder.resolve(ModelSettings.FILE))
          ? new TritonSettings().read(model, folder)
          : ModelSettings.NONE;
    } catch (ModelLoadException e) {
      throw VerbException.refused(folder + "/" + e.getMessage());
    }
  }

  private static void copy(Path from, Path to, Set<String> names) throws IOException {
    for (var name : names) {
      Stage.copy(from.resolve(name), to.resolve(name));
    }
  }

  private static VersionStatus check(Stage stage, VersionId id) {
    var status = LoadedModels.with(stage.folder(), pool -> pool.status(id)).orElseThrow(() -> {
      throw VerbException.refused(id + " would not be loaded: version_policy of "
          + ModelSettings.FILE + " does not select it");
    });
    if (status.state() != VersionStatus.State.READY) {
      throw VerbException.refused(
          id + " would be " + status.state() + ": " + status.reason() + "; nothing was added");
    }
    return status;
  }

  /** Adds a file with the names of classes; returns whether it did. */
  private boolean label(Source source, VersionStatus checked, Path staged) throws IOException {
    var output = labelled(checked.loaded().orElseThrow().signature().outputs(), source);
    if (Files.exists(staged.resolve(ModelSettings.FILE))) {
      notes.add("the class names of config.json are not used: the model has a " + ModelSettings.FILE
          + " (name them there with label_filename)");
      return false;
    }
    if (output.isEmpty()) {
      notes.add("the " + source.labels().size()
          + " class names of config.json are not used: no single output has a column for each");
      return false;
    }
    Stage.write(staged.resolve(LABELS), String.join("\n", source.labels()) + "\n");
    Stage.write(
        staged.resolve(ModelSettings.FILE),
        "# The names of the classes, as in config.json of the model's folder.\n"
            + TritonSettings.labelled(output.get(), LABELS));
    return true;
  }

  /** The output with the scores of classes: {@code logits}, or the only one of that size. */
  private static Optional<String> labelled(List<TensorSpec> outputs, Source source) {
    var fit = outputs.stream()
        .filter(spec -> spec.shape().rank() > 1)
        .filter(spec -> {
          long columns = spec.shape().size(spec.shape().rank() - 1);
          return columns == Shape.ANY || columns == source.labels().size();
        })
        .map(TensorSpec::name)
        .toList();
    return fit.contains("logits")
        ? Optional.of("logits")
        : fit.stream().findFirst().filter(name -> fit.size() == 1);
  }

  private static void moveIn(Path staged, Path target, Set<String> shared, Path folder)
      throws IOException {
    if (Files.notExists(target)) {
      Stage.move(staged, target);
      return;
    }
    for (var name : shared) {
      Stage.move(staged.resolve(name), target.resolve(name));
    }
    Stage.move(staged.resolve(folder.getFileName()), folder);
  }
}
