package dev.serin.repository;

import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the repository remembers of one version between two scans. Confined to the repository
 * thread.
 */
final class Watched {
  private final VersionId id;
  private @Nullable Look last;
  private @Nullable Look handled;
  private @Nullable LoadedVersion loaded;
  private @Nullable String files;
  /** Whether it is to be loaded even if its files ended the process. */
  private boolean insisted;

  Watched(VersionId id) {
    this.id = id;
  }

  VersionId id() {
    return id;
  }

  /**
   * Returns whether something is to be done about this look: it differs from the one that was
   * {@link #handled} last, and the last two looks agree or need not.
   */
  boolean due(Look look, boolean atOnce) {
    boolean steady = atOnce || look.equals(last);
    last = look;
    return steady && !look.equals(handled);
  }

  void handled(Look look) {
    handled = look;
  }

  /** Makes the next two looks count that agree, whatever was handled before. */
  void lookAgain() {
    last = null;
    handled = null;
  }

  /** Remembers what was loaded, and for good which file the version is. */
  void admit(LoadedVersion version) {
    loaded = version;
    files = version.sha256();
  }

  /** What is loaded, unless it was unloaded meanwhile. */
  Optional<LoadedVersion> loaded() {
    return Optional.ofNullable(loaded);
  }

  /** Forgets what was loaded if somebody retired it. */
  void forgetIfUnloaded() {
    if (loaded == null) {
      return;
    }
    var lease = loaded.lease();
    if (lease.isPresent()) {
      lease.get().close();
    } else {
      loaded = null;
      lookAgain();
    }
  }

  /** Whether somebody wants it to be loaded even if its files ended the process. */
  boolean insisted() {
    return insisted;
  }

  /** The next load is what somebody wants, by touching the files or by asking for it. */
  void insist() {
    insisted = true;
  }

  /** Whether its folder held something when it was looked at last. */
  boolean present() {
    return last != null && !(last instanceof Look.Gone);
  }

  /** The SHA-256 of the files that the version was loaded from, if it ever was. */
  Optional<String> files() {
    return Optional.ofNullable(files);
  }

  /** Forgets what it was loaded from: from now on it is other files. */
  void forgetFiles() {
    files = null;
  }
}
