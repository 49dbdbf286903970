package dev.serin.repository;

import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of one version between two scans. Confined to the repository thread. */
final class Watched {
  private final VersionId id;
  private @Nullable Look last;
  private @Nullable Look handled;
  private @Nullable LoadedVersion loaded;
  private @Nullable String files;
  /** The part of the model's settings that it was loaded with. */
  private String loadedWith = "";
  /** Why its status is not simply that of its files. */
  private String remark = "";
  /** Whether the next load ignores that its files ended the process. */
  private boolean insisted;
  /** Whether its model is unloaded. */
  private boolean parked;
  /** Whether it is the latest version of its model that can be served. */
  private boolean latest;
  /** Whether it is only loaded when it is asked for. */
  private boolean cold;
  /** Whether somebody asked to have it loaded. */
  private boolean asked;

  private final Pause pause = new Pause();

  Watched(VersionId id) {
    this.id = id;
  }

  VersionId id() {
    return id;
  }

  /**
   * Whether to act on this look: it differs from the one that was {@link #handled} last, and it
   * equals the look before it or {@code atOnce} is set.
   */
  boolean due(Look look, boolean atOnce) {
    boolean steady = atOnce || look.equals(last);
    last = look;
    return steady && !look.equals(handled);
  }

  void handled(Look look) {
    handled = look;
  }

  /** Forgets the earlier looks, so that the next two that agree are due. */
  void lookAgain() {
    last = null;
    handled = null;
  }

  /** Unloads it until it is unparked. */
  void park(Look look) {
    if (loaded != null) {
      loaded.retire();
      loaded = null;
    }
    last = look;
    handled = null;
    parked = true;
  }

  /** Ends {@link #park}; returns whether it was parked. */
  boolean unpark() {
    boolean was = parked;
    parked = false;
    return was;
  }

  /** Makes a look that was handled due again. */
  void handleAgain() {
    handled = null;
  }

  /**
   * Records the loaded version and its files.
   *
   * @param settings the part of the model's settings that it was loaded with
   */
  void admit(LoadedVersion version, String settings) {
    loaded = version;
    files = version.sha256();
    loadedWith = settings;
    cold = false;
  }

  /** Forgets a loaded version that another one replaces, or none. */
  void letGo(LoadedVersion version) {
    if (version.equals(loaded)) {
      loaded = null;
    }
  }

  boolean latest() {
    return latest;
  }

  void latest(boolean is) {
    latest = is;
  }

  /** Whether it is only loaded when it is asked for. */
  boolean cold() {
    return cold;
  }

  void cool() {
    cold = true;
    remark = "";
  }

  /** Whether somebody asked to have it loaded. */
  boolean asked() {
    return asked;
  }

  /** It is asked for, and needs not wait. */
  void ask() {
    asked = true;
    pause.end();
  }

  /** It has users, or is to get some: that keeps it loaded from now on. */
  void wanted() {
    asked = false;
  }

  /** The pause before its process is started again. */
  Pause pause() {
    return pause;
  }

  /** The part of the model's settings that it was loaded with. */
  String loadedWith() {
    return loadedWith;
  }

  /** What an operator should know about its files; may be empty. */
  String remark() {
    return remark;
  }

  void remark(String text) {
    remark = text;
  }

  /** The loaded version, unless it was unloaded since. */
  Optional<LoadedVersion> loaded() {
    return Optional.ofNullable(loaded);
  }

  /** Forgets the loaded version if it was retired. */
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

  /** Whether the next load ignores that the files ended the process. */
  boolean insisted() {
    return insisted;
  }

  /** Allows the next load, which only an operator causes: by touching the files or by a retry. */
  void insist() {
    insisted = true;
    pause.end();
  }

  /** Whether its folder existed at the last look. */
  boolean present() {
    return last != null && !(last instanceof Look.Gone);
  }

  /** The SHA-256 of the files that the version was loaded from, if it was ever loaded. */
  Optional<String> files() {
    return Optional.ofNullable(files);
  }

  /** Forgets the files that it was loaded from, which are replaced. */
  void forgetFiles() {
    files = null;
  }
}
