package dev.serin.repository;

import dev.serin.model.LoadedVersion;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A version that has not proved itself runs in a process of its own, and moves into the gateway's
 * when it has. A load takes the place of another one in the pool first; the other one is retired
 * when no call can be routed to it any more.
 */

/**
 * Acts on what a scan saw of each version: loads it, moves it, refuses it. Confined to the
 * repository thread.
 */
final class Versions {
  private static final Logger log = LoggerFactory.getLogger(Versions.class);
  private static final int SHOWN_DIGITS = 8;
  private static final String CHANGED =
      "the files changed, the admitted ones are still served: versions are immutable,"
          + " use a new number";

  private final VersionPool pool;
  private final ModelFiles files;
  private final Loading loading;
  private final Contents contents;
  private final Admitted admitted;
  private final Optional<Homes> homes;
  private final LongSupplier ticker;
  private final Complaints complaints;
  /** Loads that others have taken the place of. */
  private final List<LoadedVersion> leaving = new ArrayList<>();

  Versions(
      Repository.Loaders loaders,
      VersionPool pool,
      Repository.Memory memory,
      ModelFiles files,
      GivenInputs warmUp,
      LongSupplier ticker,
      Complaints complaints) {
    this.pool = pool;
    this.files = files;
    this.loading = Loading.of(loaders, memory.loads(), warmUp, ticker, complaints);
    this.contents = new Contents(loaders.here(), memory.copies());
    this.admitted = memory.admitted();
    this.homes = loaders.workers().map(Repository.Workers::homes);
    this.ticker = ticker;
    this.complaints = complaints;
  }

  /** How often in a row the process ended while loading the files of a version. */
  int ended(VersionId id) {
    return loading.ended(admitted.sha256(id));
  }

  /**
   * Makes a version due that is not where it should be; returns whether it can be handled now: not
   * if its process ended a moment ago, nor at the start if nobody waits for it.
   *
   * @param latest whether it is the latest of its model that can be served
   * @param start whether the gateway starts
   */
  boolean prepare(Watched version, boolean latest, boolean start) {
    version.latest(latest);
    if (wanted(version)) {
      version.wanted();
    }
    var loaded = version.loaded();
    if (loaded.isPresent()) {
      var ended = loaded.get().predictor().ended();
      if (ended.isPresent()) {
        ended(version, loaded.get(), ended.get());
      } else if (version.present() && !atHome(version, loaded.get())) {
        version.handleAgain();
      }
    } else if (version.cold() && !cold(version)) {
      version.handleAgain();
    }
    boolean later = start && isolated(version.id()) && !wanted(version);
    if (later) {
      pool.put(VersionStatus.loading(version.id()));
    }
    return !later && !version.pause().on(ticker.getAsLong());
  }

  private void ended(Watched version, LoadedVersion loaded, ProcessEndedException how) {
    var pause = version.pause().begin(ticker.getAsLong());
    leave(version, loaded);
    version.handleAgain();
    refuse(
        version, "its process ended: " + how.getMessage() + "; it is started again " + in(pause));
  }

  /** Lets no more calls to a loaded version, which is not loaded again by itself. */
  void giveUp(Watched version, String reason) {
    version.loaded().ifPresent(loaded -> leave(version, loaded));
    refuse(version, reason);
  }

  private static String in(Duration pause) {
    return "in " + pause.toSeconds() + " s";
  }

  /** Lets a load go once no call can be routed to it. */
  private void leave(Watched version, LoadedVersion loaded) {
    leaving.add(loaded);
    version.letGo(loaded);
  }

  /** Retires the loads that no call can be routed to any more. */
  void retireLeaving() {
    leaving.removeIf(loaded -> {
      boolean routed = homes.filter(home -> home.routed(loaded)).isPresent();
      if (!routed) {
        loaded.retire();
      }
      return !routed;
    });
  }

  private boolean isolated(VersionId id) {
    return homes.filter(home -> home.isolated(id)).isPresent();
  }

  /** Whether a version is only loaded when it is asked for. */
  private boolean cold(Watched version) {
    return isolated(version.id()) && !version.latest() && !version.asked() && !wanted(version);
  }

  private boolean wanted(Watched version) {
    return homes.filter(home -> home.wanted(version.id())).isPresent();
  }

  /** Whether a load is where the version should run now. */
  private boolean atHome(Watched version, LoadedVersion loaded) {
    return !cold(version) && loaded.predictor().process().isPresent() == isolated(version.id());
  }

  /** Acts on a look; returns whether the version is to be watched further. */
  boolean handle(Watched version, Look look) {
    var problem = files.problem(version.id().model());
    if (look instanceof Look.Gone gone) {
      return gone(version, gone.reason());
    } else if (problem.isPresent() && version.loaded().isEmpty()) {
      refuse(version, problem.get());
    } else if (look instanceof Look.Files seen) {
      read(version, seen);
    } else if (look instanceof Look.Unusable unusable) {
      unusable(version, unusable.reason());
    }
    return true;
  }

  private boolean gone(Watched version, String reason) {
    if (version.loaded().isPresent()
        || (wanted(version) && restored(version, /* folder= */ null))) {
      log.info("{} is retired: {}", version.id(), reason);
      version.remark(reason);
      version.loaded().ifPresent(loaded -> pool.put(VersionStatus.retired(loaded, reason)));
      return true;
    }
    if (pool.status(version.id()).isPresent()) {
      log.info("{} is removed", version.id());
      pool.remove(version.id());
    }
    // Its former files must be known if it comes back.
    return version.files().isPresent() && !version.files().equals(admitted.sha256(version.id()));
  }

  /** Deletes the copies that are no longer needed; returns whether that could be done. */
  boolean tidy(Collection<Watched> watched, Predicate<VersionId> needed) {
    var kept = new HashSet<String>();
    watched.forEach(version -> {
      version.loaded().ifPresent(loaded -> kept.add(loaded.sha256()));
      if (version.present()) {
        filesOf(version).ifPresent(kept::add);
      }
    });
    admitted.versions().forEach((id, sha256) -> {
      if (needed.test(id)) {
        kept.add(sha256);
      }
    });
    try {
      contents.retain(kept);
      return true;
    } catch (IOException e) {
      complaints.add("copies of removed versions cannot be deleted: " + e);
      return false;
    }
  }

  /** The hash of the files that a version was admitted with, if it was ever admitted. */
  private Optional<String> filesOf(Watched version) {
    return version.files().or(() -> admitted.sha256(version.id()));
  }

  private void read(Watched version, Look.Files look) {
    try {
      var content = contents.take(look);
      if (content.isEmpty()) {
        version.lookAgain();
        return;
      }
      boolean same = filesOf(version).map(content.get().sha256()::equals).orElse(true);
      if (same && version.loaded().isPresent()) {
        ready(version, version.loaded().get());
        settle(version, content, look.folder());
      } else if (same) {
        admit(version, content.get(), look.folder());
      } else if (version.loaded().isPresent() || restored(version, look.folder())) {
        refuse(version, CHANGED);
        settle(version, copy(version), look.folder());
      } else {
        replaced(version, content.get());
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

  /** Refuses a version, unless the copy of its admitted files can be loaded. */
  private void unusable(Watched version, String reason) {
    if (version.loaded().isEmpty()) {
      var unused = restored(version, /* folder= */ null);
    }
    if (!version.cold()) {
      refuse(version, reason);
      settle(version, copy(version), /* folder= */ null);
    }
  }

  /** Loads the copy of the files that a version was admitted with, if there is one. */
  private boolean restored(Watched version, @Nullable Path folder) {
    copy(version).ifPresent(content -> admit(version, content, folder));
    return version.loaded().isPresent() || version.cold();
  }

  /** Returns the copy of the files that a version was admitted with, if there is one. */
  private Optional<Content> copy(Watched version) {
    try {
      var known = filesOf(version);
      return known.isPresent() ? contents.copy(known.get()) : Optional.empty();
    } catch (IOException e) {
      log.warn("{}: the copy of its files cannot be read", version.id(), e);
      return Optional.empty();
    }
  }

  /** Takes a loaded version to where it should run now. */
  private void settle(Watched version, Optional<Content> content, @Nullable Path folder) {
    var loaded = version.loaded();
    if (loaded.isEmpty() || atHome(version, loaded.get())) {
      return;
    }
    if (cold(version)) {
      cool(version, loaded.get().sha256());
      leave(version, loaded.get());
    } else if (content.isPresent()) {
      move(version, loaded.get(), content.get(), folder);
    }
  }

  private void move(Watched version, LoadedVersion old, Content content, @Nullable Path folder) {
    try {
      var remark = version.remark();
      var loaded = load(version, content, folder, /* known= */ true);
      leave(version, old);
      take(version, loaded);
      version.remark(remark);
      pool.put(VersionStatus.ready(loaded, noted(version, loaded)));
      log.info(
          "{} runs in {} now",
          version.id(),
          isolated(version.id()) ? "a process of its own" : "the gateway's process");
    } catch (RejectedException e) {
      var pause = version.pause().begin(ticker.getAsLong());
      version.handleAgain();
      refuse(version, "it stays where it runs: " + e.getMessage() + "; tried again " + in(pause));
    }
  }

  private void cool(Watched version, String sha256) {
    version.cool();
    log.info("{} is loaded when it is asked for", version.id());
    pool.put(VersionStatus.cold(version.id(), sha256));
  }

  private void replaced(Watched version, Content content) {
    var reason = "its files differ from the admitted ones (sha256 "
        + filesOf(version).map(Versions::brief).orElse("") + ", now " + brief(content.sha256())
        + "), of which there is no copy (expected: the former files, these under a new number, or"
        + " `./serin models accept " + version.id().model() + " " + version.id().version() + "`)";
    log.warn("{}: {}", version.id(), reason);
    pool.put(VersionStatus.replaced(version.id(), reason, content.sha256()));
  }

  private void admit(Watched version, Content content, @Nullable Path folder) {
    boolean known = admitted.sha256(version.id()).equals(Optional.of(content.sha256()));
    var heldBack = version.insisted() ? Optional.<String>empty() : loading.heldBack(content, known);
    if (heldBack.isPresent()) {
      version.insist();
      refuse(version, heldBack.get());
      return;
    }
    pool.put(VersionStatus.loading(version.id()));
    try {
      if (cold(version)) {
        var settings = files.settings(version.id().model());
        loading.tryFirst(version.id(), content, folder, settings, known);
        cool(version, content.sha256());
        return;
      }
      var loaded = load(version, content, folder, known);
      take(version, loaded);
      log.info("{} is ready: sha256 {}", version.id(), loaded.sha256());
      if (!loaded.note().isEmpty()) {
        log.info("{}: {}", version.id(), loaded.note());
      }
      remember(loaded);
      ready(version, loaded);
    } catch (RejectedException e) {
      log.debug("{} is rejected", version.id(), e);
      refuse(version, e.getMessage() + again(version, content));
    }
  }

  /** Has files tried again later that must be able to run, since they did before. */
  private String again(Watched version, Content content) {
    if (!isolated(version.id()) || !loading.passed(content)) {
      return "";
    }
    version.handleAgain();
    return "; tried again " + in(version.pause().begin(ticker.getAsLong()));
  }

  private LoadedVersion load(Watched version, Content content, @Nullable Path folder, boolean known)
      throws RejectedException {
    var id = version.id();
    return loading.load(id, content, folder, files.settings(id.model()), known, isolated(id));
  }

  private void take(Watched version, LoadedVersion loaded) {
    version.admit(loaded, files.atLoad(version.id().model()));
    homes.ifPresent(home -> loaded.predictor().whenEnded(how -> home.ended(loaded, how)));
  }

  private void remember(LoadedVersion version) {
    try {
      admitted.admit(version.id(), version.sha256());
    } catch (IOException e) {
      complaints.add("the files of an admitted version could not be recorded: " + e.getMessage());
    }
  }

  private void ready(Watched version, LoadedVersion loaded) {
    version.remark("");
    pool.put(VersionStatus.ready(loaded, noted(version, loaded)));
  }

  /** Puts the notes on a loaded version together again. */
  void restate(Watched version, LoadedVersion loaded) {
    pool.put(status(loaded).because(noted(version, loaded)));
  }

  private String noted(Watched version, LoadedVersion loaded) {
    var ofFiles = files.note(version.id().model(), version.loadedWith(), loaded.signature());
    return Stream.of(version.remark(), loaded.note(), ofFiles)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String brief(String sha256) {
    return sha256.substring(0, SHOWN_DIGITS) + "...";
  }

  /** A loaded version keeps serving with the reason as a note; any other is rejected. */
  private void refuse(Watched version, String reason) {
    log.warn("{}: {}", version.id(), reason);
    var loaded = version.loaded();
    if (loaded.isPresent()) {
      version.remark(reason);
      restate(version, loaded.get());
    } else {
      pool.put(VersionStatus.rejected(version.id(), reason));
    }
  }

  private VersionStatus status(LoadedVersion loaded) {
    return pool.status(loaded.id())
        .filter(VersionStatus::callable)
        .orElseGet(() -> VersionStatus.ready(loaded, ""));
  }

  /** Retires the loads that others have taken the place of. */
  void close() {
    leaving.forEach(LoadedVersion::retire);
  }

  /**
   * Whether a later version takes the place of this one as the latest: if it can be served, or may
   * turn out to be while this one is not loaded.
   */
  boolean comesBefore(Watched later, Watched version) {
    return later.loaded().isPresent()
        || later.cold()
        || later.pause().on(ticker.getAsLong())
        || (version.loaded().isEmpty() && undecided(later));
  }

  private boolean undecided(Watched version) {
    return pool.status(version.id())
        .map(status -> status.state() == VersionStatus.State.LOADING)
        .orElse(true);
  }
}
