package dev.serin.repository;

import dev.serin.model.LoadedVersion;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelLoader;
import dev.serin.model.ModelSettings;
import dev.serin.model.SettingsReader;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A scan looks at every version's folder and acts on a state that two scans in a row have seen, so
 * that a file that is still being written is left alone; the first scan acts at once. The last
 * state that was acted on is kept, and nothing is read again until it changes.
 *
 * An admitted version keeps the files that it was admitted with: it is loaded from a copy of them,
 * at a restart too, and other files under its number are reported, never served, unless an operator
 * accepts them. Otherwise evidence about a version would be worthless.
 *
 * Unloading is not decided here: a version whose folder was removed is RETIRED and stays callable.
 * To unload it, other code calls retire() on the loaded version; the repository then sees that no
 * more leases are given, drops the version from the pool, and loads it again if its folder comes
 * back. Copies without a folder, a loaded version or another need are deleted by the next scan.
 */

/*
 * What a model's own file says (ModelFiles) is read before its versions. Its policy decides which of
 * them are loaded; one that still has users stays.
 */

/**
 * Keeps the pool in step with the folder of versions: {@code <root>/<model>/<version>/model.onnx}.
 *
 * <p>Confined to the repository thread.
 */
public final class Repository implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Repository.class);
  private final Folders folders;
  private final ModelFiles files;
  private final Versions versions;
  private final VersionPool pool;
  private final Admitted admitted;
  private final Predicate<VersionId> needed;
  private final Predicate<String> unloaded;
  private final Map<VersionId, Watched> watched = new LinkedHashMap<>();
  private final Complaints complaints = new Complaints(log);
  private boolean first = true;
  /** Whether there may be copies that are no longer needed. */
  private boolean untidy;

  /**
   * The durable state of a repository.
   *
   * @param admitted the files of each version
   * @param loads the files being loaded
   * @param copies the folder into which the files of versions are copied; null to load them in
   *     place, where they must not change then
   * @param needed whether a version is needed, also if its folder is gone or its model's settings
   *     do not select it
   * @param unloaded whether the versions of a model are to be unloaded
   */
  public record Memory(
      Admitted admitted,
      LoadRecord loads,
      @Nullable Path copies,
      Predicate<VersionId> needed,
      Predicate<String> unloaded) {
    static Memory none() {
      return new Memory(
          Admitted.inMemory(), LoadRecord.nothing(), null, id -> false, model -> false);
    }
  }

  /**
   * What loads versions.
   *
   * @param here loads into this process
   */
  public record Loaders(ModelLoader here, Optional<Workers> workers) {
    /** Loads all into this process. */
    static Loaders of(ModelLoader here) {
      return new Loaders(here, Optional.empty());
    }
  }

  /**
   * What loads versions into processes of their own.
   *
   * @param trial loads what was never loaded before, to see whether it can be
   * @param serving loads what is to serve calls from there
   */
  public record Workers(ModelLoader trial, ModelLoader serving, Homes homes) {}

  /**
   * What stands beside the versions in the models' folders.
   *
   * @param settings reads how a model is served
   * @param warmUp the calls for the first runs
   * @param listener takes a model's name and its settings when they come into force, on the
   *     repository thread
   */
  public record Beside(
      SettingsReader settings, GivenInputs warmUp, BiConsumer<String, ModelSettings> listener) {
    /** Folders with calls for the first runs only. */
    static Beside of(GivenInputs warmUp) {
      return new Beside(SettingsReader.NONE, warmUp, (model, settings) -> {});
    }
  }

  /** Throws an {@link IllegalArgumentException} if there is no such folder. */
  public static void check(Path root) {
    if (!Files.isDirectory(root)) {
      throw missing(root, /* cause= */ null);
    }
  }

  private static IllegalArgumentException missing(Path root, @Nullable Throwable cause) {
    return new IllegalArgumentException("models: " + root + " (expected: a folder)", cause);
  }

  /** Returns the repository of a folder, without durable state. */
  public Repository(Path root, ModelLoader loader, VersionPool pool, LongSupplier ticker) {
    this(root, loader, pool, Memory.none(), GivenInputs.NONE, ticker);
  }

  /** Returns the repository of a folder, without durable state. */
  public Repository(
      Path root, ModelLoader loader, VersionPool pool, Beside beside, LongSupplier ticker) {
    this(root, loader, pool, Memory.none(), beside, ticker);
  }

  /** Returns the repository of a folder whose models have no settings of their own. */
  public Repository(
      Path root,
      ModelLoader loader,
      VersionPool pool,
      Memory memory,
      GivenInputs warmUp,
      LongSupplier ticker) {
    this(root, loader, pool, memory, Beside.of(warmUp), ticker);
  }

  Repository(
      Path root,
      ModelLoader loader,
      VersionPool pool,
      Memory memory,
      Beside beside,
      LongSupplier ticker) {
    this(root, Loaders.of(loader), pool, memory, beside, ticker);
  }

  /**
   * Returns the repository of a folder, which is not read before the first {@link #scan}.
   *
   * @param ticker nanoseconds
   * @throws IllegalArgumentException if there is no such folder
   */
  public Repository(
      Path root,
      Loaders loaders,
      VersionPool pool,
      Memory memory,
      Beside beside,
      LongSupplier ticker) {
    try {
      folders = new Folders(root);
    } catch (IOException e) {
      throw missing(root, e);
    }
    this.files = new ModelFiles(folders, beside.settings(), beside.listener());
    this.pool = pool;
    this.admitted = memory.admitted();
    this.needed = memory.needed();
    this.unloaded = memory.unloaded();
    this.versions = new Versions(loaders, pool, memory, files, beside.warmUp(), ticker, complaints);
  }

  /** Whether a text can be the name of a model. */
  public static boolean isName(String text) {
    return Folders.MODEL.matcher(text).matches();
  }

  /** The folder, absolute and without symbolic links. */
  public Path root() {
    return folders.root();
  }

  /**
   * Returns the names of the models that have a version in the folder.
   *
   * @throws IOException if the folder cannot be read
   */
  public Set<String> names() throws IOException {
    return folders.list().versions().keySet().stream()
        .map(VersionId::model)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Scans the whole folder once and updates the pool, which takes as long as loading the new
   * versions. Never throws: what cannot be read is logged once and stays as it is.
   */
  public void scan() {
    complaints.begin();
    try {
      if (!first && untidy) {
        untidy = !versions.tidy(watched.values(), needed);
      }
      scan(folders.list());
      first = false;
    } catch (IOException e) {
      complaints.add("the models folder cannot be listed: " + e);
    }
  }

  private void scan(Folders.Listing listing) {
    untidy |= first;
    scan(listing, model -> true, first);
    listing.others().forEach(this::complain);
    versions.retireLeaving();
    files.retain(model -> listing.models().containsKey(model)
        || watched.keySet().stream().anyMatch(id -> id.model().equals(model)));
  }

  /** Scans some of the models. */
  private void scan(Folders.Listing listing, Predicate<String> models, boolean atOnce) {
    listing.models().forEach((model, folder) -> {
      if (models.test(model)) {
        settings(model, folder, atOnce);
      }
    });
    var passedOver = files.passedOver(listing, needed);
    listing.versions().keySet().removeAll(passedOver.keySet());
    listing.versions().keySet().stream()
        .filter(id -> models.test(id.model()))
        .forEach(id -> watched.computeIfAbsent(id, Watched::new));
    for (var version : inOrder()) {
      var id = version.id();
      if (models.test(id.model()) && !listing.unreadable().contains(id.model())) {
        scan(
            version,
            passedOver.containsKey(id)
                ? passedOver.get(id)
                : folders.look(listing.versions().get(id)),
            atOnce);
      }
    }
  }

  /** Reads the settings of a model if they changed, and applies them to its versions. */
  private void settings(String model, Path folder, boolean atOnce) {
    try {
      if (files.look(model, folder, atOnce)) {
        watched.values().stream()
            .filter(version -> version.id().model().equals(model))
            .forEach(this::settingsChanged);
      }
    } catch (IOException e) {
      complaints.add(folder + " cannot be read: " + e);
    }
  }

  private void settingsChanged(Watched version) {
    version.forgetIfUnloaded();
    if (version.loaded().isPresent()) {
      versions.restate(version, version.loaded().get());
    } else {
      version.handleAgain();
    }
  }

  private void complain(String model, List<String> others) {
    var named = files.settings(model).files();
    for (var name : others) {
      boolean known = name.equals(GivenInputs.FILE)
          || name.equals(ModelSettings.FILE)
          || named.stream().anyMatch(file -> file.equals(name) || file.startsWith(name + "/"));
      if (!known) {
        complaints.add(model + "/" + name
            + " is ignored (expected: a folder whose name is a positive integer)");
      }
    }
  }

  /** Whether no later version of its model can be served. */
  private boolean latest(Watched version) {
    var id = version.id();
    return watched.values().stream()
        .filter(other -> other.id().model().equals(id.model()))
        .filter(other -> other.id().version() > id.version())
        .noneMatch(other -> versions.comesBefore(other, version));
  }

  /** The number of versions in each scan. */
  int watched() {
    return watched.size();
  }

  /** Versions whose files ended the process come last. */
  private List<Watched> inOrder() {
    return watched.values().stream()
        .sorted(Comparator.comparingInt(version -> versions.ended(version.id())))
        .toList();
  }

  private void scan(Watched version, Look look, boolean atOnce) {
    try {
      version.forgetIfUnloaded();
      if (unloaded.test(version.id().model()) && !(look instanceof Look.Gone)) {
        park(version, look);
        return;
      }
      boolean unparked = version.unpark();
      boolean now = versions.prepare(version, latest(version), first);
      boolean due = version.due(look, atOnce || unparked) && now;
      if (due && (version.loaded().isPresent() || files.settled(version.id().model()))) {
        version.handled(look);
        if (!versions.handle(version, look)) {
          watched.remove(version.id());
        }
        untidy = true;
      }
    } catch (RuntimeException e) {
      log.error("{}: scan failed, retrying", version.id(), e);
      version.lookAgain();
    }
  }

  /**
   * Loads a COLD version now, to stay until it was needed and is so no more. Its state shows the
   * result.
   *
   * @throws IOException if the models folder cannot be listed
   */
  public void warm(VersionId id) throws IOException {
    var version = watched.get(id);
    if (version != null && (version.cold() || version.loaded().isPresent())) {
      version.ask();
      look(version);
    }
  }

  /**
   * Loads a REJECTED or COLD version now, even if its files ended the process before. Its state
   * shows the result.
   *
   * @throws IOException if the models folder cannot be listed
   */
  public void retry(VersionId id) throws IOException {
    var version = watched.get(id);
    if (version != null && version.loaded().isEmpty()) {
      log.info("{}: loading on request", id);
      version.insist();
      version.ask();
      look(version);
    }
  }

  /**
   * Gives up a loaded version: it is called no more, and not loaded again until its files change or
   * an operator {@link #retry retries}.
   */
  public void giveUp(LoadedVersion version, String reason) {
    var given = watched.get(version.id());
    if (given != null && given.loaded().equals(Optional.of(version))) {
      versions.giveUp(given, reason);
    }
  }

  /**
   * Accepts the present files of a REPLACED version and loads it. Its state shows the result.
   *
   * @param sha256 the hash of these files; nothing happens if they have another one
   * @throws IOException if the folder cannot be read, or the acceptance not be written
   */
  public void accept(VersionId id, String sha256, Admitted.Acceptance by) throws IOException {
    var version = watched.get(id);
    var status = pool.status(id);
    if (version != null
        && status.isPresent()
        && status.get().state() == VersionStatus.State.REPLACED
        && status.get().sha256().equals(sha256)) {
      admitted.accept(id, sha256, by);
      version.forgetFiles();
      log.info(
          "{}: replaced files accepted, sha256 {}, by {}: {}",
          id,
          sha256,
          by.author(),
          by.reason());
      look(version);
    }
  }

  /**
   * Puts settings in force that a caller gives in the place of the model's own file, or that file
   * again; {@link #look} applies them.
   *
   * @param json a {@code ModelConfig}; empty for the file
   * @throws ModelLoadException if no version can be served with them
   * @throws IOException if the models folder cannot be listed
   */
  public void configure(String model, Optional<String> json)
      throws IOException, ModelLoadException {
    var folder = folders.list().models().get(model);
    if (json.isPresent() && folder != null) {
      files.give(model, folder, json.get());
      watched.values().stream()
          .filter(version -> version.id().model().equals(model))
          .forEach(this::settingsChanged);
    } else {
      files.takeBack(model);
    }
  }

  /**
   * Looks at the folder of one model now, and loads or unloads its versions.
   *
   * @throws IOException if the models folder cannot be listed
   */
  public void look(String model) throws IOException {
    scan(folders.list(), model::equals, /* atOnce= */ true);
  }

  private void park(Watched version, Look look) {
    version.park(look);
    boolean told = pool.status(version.id())
        .map(VersionStatus::state)
        .equals(Optional.of(VersionStatus.State.UNLOADED));
    if (!told) {
      log.info("{} is unloaded", version.id());
      pool.put(VersionStatus.unloaded(version.id()));
    }
  }

  private void look(Watched version) throws IOException {
    version.lookAgain();
    var folder = folders.list().versions().get(version.id());
    scan(version, folders.look(folder), /* atOnce= */ true);
  }

  /** Retires all loaded versions; each is unloaded when its last lease is closed. */
  @Override
  public void close() {
    versions.close();
    watched.values().forEach(version -> version.loaded().ifPresent(LoadedVersion::retire));
  }
}
