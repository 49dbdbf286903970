package dev.serin.repository;

import dev.serin.model.LoadedVersion;
import dev.serin.model.ModelLoader;
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
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A scan looks at every version's folder and acts on what two scans in a row saw alike, so that a
 * file that is still being written is left alone; the first scan acts at once. What was acted on is
 * remembered, and nothing is read again until it looks different.
 *
 * A version that was admitted is what it was admitted with: it is loaded from a copy of its files, at
 * a restart too, and other files under its number are noted, never served. Evidence about a version
 * would be worthless otherwise. Files that were replaced while nobody looked are served if there is
 * no copy of the former ones, but the version carries a note for ever.
 *
 * Unloading is not decided here: a version whose folder is gone is RETIRED and stays callable.
 * Whoever unloads it calls retire() on what is loaded; the repository sees that no more leases are
 * given, drops the version from the pool, and loads it again should its folder come back.
 */

/**
 * Keeps the pool as the folder of versions says: {@code <root>/<model>/<version>/model.onnx}.
 *
 * <p>Confined to the repository thread.
 */
public final class Repository implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Repository.class);
  private static final int SHOWN_DIGITS = 8;
  private static final String CHANGED =
      "the file changed; versions are immutable: use a new number";

  private final Folders folders;
  private final Admission admission;
  private final Contents contents;
  private final LoadRecord loads;
  private final VersionPool pool;
  private final Admitted admitted;
  private final Map<VersionId, Watched> watched = new LinkedHashMap<>();
  private final Complaints complaints = new Complaints(log);
  private boolean first = true;

  /** Returns the repository of a folder whose versions nobody remembers. */
  public Repository(Path root, ModelLoader loader, VersionPool pool, LongSupplier ticker) {
    this(root, loader, pool, Admitted.nothing(), LoadRecord.nothing(), /* copies= */ null, ticker);
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

  /**
   * Returns the repository of a folder, which is not looked at before the first {@link #scan}.
   *
   * @param copies the folder into which the files of versions are copied; null to load them from
   *     where they are, which must not be written to then
   * @param ticker nanoseconds
   * @throws IllegalArgumentException if there is no such folder
   */
  public Repository(
      Path root,
      ModelLoader loader,
      VersionPool pool,
      Admitted admitted,
      LoadRecord loads,
      @Nullable Path copies,
      LongSupplier ticker) {
    try {
      folders = new Folders(root);
    } catch (IOException e) {
      throw missing(root, e);
    }
    this.admission = new Admission(loader, ticker);
    this.contents = new Contents(loader, copies);
    this.pool = pool;
    this.admitted = admitted;
    this.loads = loads;
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
   * Looks at the whole folder once and brings the pool up to it. Takes as long as loading what is
   * new takes. Never throws: what cannot be read is logged once and stays as it is.
   */
  public void scan() {
    complaints.begin();
    try {
      scan(folders.list());
      first = false;
    } catch (IOException e) {
      complaints.add("the folder of models cannot be listed: " + e);
    }
  }

  private void scan(Folders.Listing listing) {
    listing.versions().keySet().forEach(id -> watched.computeIfAbsent(id, Watched::new));
    for (var version : inOrder()) {
      if (!listing.unreadable().contains(version.id().model())) {
        scan(version, folders.look(listing.versions().get(version.id())));
      }
    }
  }

  /** Files that ended the process come last. */
  private List<Watched> inOrder() {
    return watched.values().stream()
        .sorted(Comparator.comparingInt(
            version -> admitted.sha256(version.id()).map(loads::ended).orElse(0)))
        .toList();
  }

  private void scan(Watched version, Look look) {
    try {
      version.forgetIfUnloaded();
      if (version.due(look, first)) {
        version.handled(look);
        handle(version, look);
      }
    } catch (RuntimeException e) {
      log.error("{}: scanning it failed and is tried again", version.id(), e);
      version.lookAgain();
    }
  }

  private void handle(Watched version, Look look) {
    if (look instanceof Look.Files files) {
      read(version, files);
    } else if (look instanceof Look.Unusable unusable) {
      unusable(version, unusable.reason());
    } else {
      gone(version);
    }
  }

  private void gone(Watched version) {
    if (version.loaded().isPresent()) {
      log.info("{} is retired", version.id());
      pool.put(VersionStatus.retired(version.loaded().get()));
      return;
    }
    if (pool.status(version.id()).isPresent()) {
      log.info("{} is gone", version.id());
      pool.remove(version.id());
    }
    drop(version);
    if (version.admitted().isEmpty()) {
      watched.remove(version.id());
    }
  }

  /** Deletes the copy of a version that is gone, unless another one has the same files. */
  private void drop(Watched version) {
    var sha256 = version.admitted().or(() -> admitted.sha256(version.id()));
    boolean shared = watched.values().stream()
        .filter(other -> other != version)
        .anyMatch(other -> other.admitted().equals(sha256));
    if (sha256.isPresent() && !shared) {
      try {
        contents.delete(sha256.get());
      } catch (IOException e) {
        complaints.add("the copy of " + version.id() + " cannot be deleted: " + e);
      }
    }
  }

  private void read(Watched version, Look.Files files) {
    try {
      var content = contents.take(files);
      if (content.isEmpty()) {
        version.lookAgain();
      } else if (differs(version.admitted(), content.get())) {
        refuse(version, CHANGED);
      } else if (version.loaded().isPresent()) {
        ready(version.loaded().get());
      } else if (differs(admitted.sha256(version.id()), content.get()) && restored(version)) {
        refuse(version, CHANGED);
      } else {
        admit(version, content.get());
      }
    } catch (RejectedException e) {
      unusable(version, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      log.debug("{} cannot be read", version.id(), e);
      unusable(version, "its files cannot be read");
    } catch (OutOfMemoryError e) {
      unusable(version, Admission.TOO_LARGE);
    }
  }

  private static boolean differs(Optional<String> admitted, Content content) {
    return admitted.isPresent() && !admitted.get().equals(content.sha256());
  }

  /** Refuses a version, unless the copy of what it was before can be loaded. */
  private void unusable(Watched version, String reason) {
    if (version.loaded().isEmpty()) {
      var unused = restored(version);
    }
    refuse(version, reason);
  }

  /** Loads the copy of the files that a version was admitted with, if there is one. */
  private boolean restored(Watched version) {
    try {
      var known = admitted.sha256(version.id());
      var copy = known.isPresent() ? contents.copy(known.get()) : Optional.<Content>empty();
      copy.ifPresent(content -> admit(version, content));
    } catch (IOException e) {
      log.warn("{}: the copy of its files cannot be read", version.id(), e);
    }
    return version.loaded().isPresent();
  }

  private void admit(Watched version, Content content) {
    if (heldBack(version, content)) {
      return;
    }
    pool.put(VersionStatus.loading(version.id()));
    try {
      var loaded = load(version.id(), content);
      version.admit(loaded);
      log.info("{} is ready: sha256 {}", version.id(), loaded.sha256());
      if (!loaded.note().isEmpty()) {
        log.info("{}: {}", version.id(), loaded.note());
      }
      remember(loaded);
      ready(loaded);
    } catch (RejectedException e) {
      log.debug("{} is rejected", version.id(), e);
      refuse(version, String.valueOf(e.getMessage()));
    }
  }

  private LoadedVersion load(VersionId id, Content content) throws RejectedException {
    note(() -> loads.begin(content.sha256()));
    try {
      return admission.admit(id, content);
    } finally {
      note(() -> loads.end(content.sha256()));
    }
  }

  /** Does without a note that cannot be made: a full disk is no reason to serve nobody. */
  private void note(Note note) {
    try {
      note.make();
    } catch (IOException e) {
      complaints.add("which files are being loaded could not be noted: " + e.getMessage());
    }
  }

  /**
   * Refuses files that ended the process while it loaded them: after once if they never could be
   * loaded, else after twice in a row; but not if somebody touches them.
   */
  private boolean heldBack(Watched version, Content content) {
    int ended = loads.ended(content.sha256());
    boolean known = admitted.sha256(version.id()).equals(Optional.of(content.sha256()));
    if (ended < (known ? 2 : 1) || version.heldBack()) {
      return false;
    }
    version.holdBack();
    refuse(
        version,
        "the gateway ended while it loaded these files, " + ended + " time"
            + (ended == 1 ? "" : "s")
            + " in a row, and does not load them again by itself (expected: other files under a new"
            + " number, or `touch model.onnx` to try again)");
    return true;
  }

  private interface Note {
    void make() throws IOException;
  }

  private void remember(LoadedVersion version) {
    replaced(version).ifPresent(note -> log.warn("{}: {}", version.id(), note));
    try {
      admitted.admit(version.id(), version.sha256());
    } catch (IOException e) {
      complaints.add("which file each version is could not be remembered: " + e.getMessage());
    }
  }

  private void ready(LoadedVersion version) {
    pool.put(VersionStatus.ready(version, note(replaced(version).stream(), version)));
  }

  private static String note(Stream<String> notes, LoadedVersion version) {
    return Stream.concat(notes, Stream.of(version.note()))
        .filter(note -> !note.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** What is to be said of a version that once was another file. */
  private Optional<String> replaced(LoadedVersion version) {
    return admitted
        .sha256(version.id())
        .filter(before -> !before.equals(version.sha256()))
        .map(before -> "the file is not the one that served before (sha256 " + brief(before)
            + ", now " + brief(version.sha256()) + "): versions are immutable, use a new number");
  }

  private static String brief(String sha256) {
    return sha256.substring(0, SHOWN_DIGITS) + "...";
  }

  /** A loaded version serves on and carries the reason as a note; any other is rejected. */
  private void refuse(Watched version, String reason) {
    log.warn("{}: {}", version.id(), reason);
    var status = version
        .loaded()
        .map(loaded -> noted(loaded, reason))
        .orElseGet(() -> VersionStatus.rejected(version.id(), reason));
    pool.put(status);
  }

  private VersionStatus noted(LoadedVersion loaded, String note) {
    var state =
        pool.status(loaded.id()).map(VersionStatus::state).orElse(VersionStatus.State.READY);
    return new VersionStatus(
        loaded.id(), state, note(Stream.of(note), loaded), Optional.of(loaded));
  }

  /** Retires all that is loaded; each is unloaded when its last lease is closed. */
  @Override
  public void close() {
    watched.values().forEach(version -> version.loaded().ifPresent(LoadedVersion::retire));
  }
}
