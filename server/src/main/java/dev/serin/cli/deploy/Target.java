package dev.serin.cli.deploy;

import dev.serin.cli.console.VerbException;
import dev.serin.client.Model;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinException;
import dev.serin.client.SplitChange;
import dev.serin.client.SplitRevision;
import dev.serin.model.VersionId;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The model of a running gateway that gets a new version. Confined to one thread. */
final class Target {
  /** As long as a large model may take to be copied, loaded and warmed up. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final SerinAdmin admin;
  private final String model;
  private final LongSupplier nanos;

  Target(SerinAdmin admin, String model, LongSupplier nanos) {
    this.admin = admin;
    this.model = model;
    this.nanos = nanos;
  }

  SerinAdmin admin() {
    return admin;
  }

  /** Returns the gateway's folder of models, which must be on this machine. */
  Path repository() {
    var path = admin.repository();
    if (path.isEmpty()) {
      throw VerbException.refused(
          "the gateway does not say where its models are (expected: one of this release)");
    }
    if (!Files.isDirectory(Path.of(path))) {
      throw VerbException.refused("the gateway's models are in " + path
          + ", which is not on this machine (expected: a gateway on this machine)");
    }
    return Path.of(path);
  }

  /** Returns the split in force; empty if the gateway does not know the model. */
  Optional<SplitRevision> split() {
    try {
      return Optional.of(admin.split(model));
    } catch (SerinException e) {
      if (e.code().equals("NOT_FOUND")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The highest version that the gateway knows; 0 if it knows none. */
  long highest() {
    return admin.models().stream()
        .filter(each -> each.name().equals(model))
        .flatMap(each -> each.versions().stream())
        .mapToLong(Model.Version::number)
        .max()
        .orElse(0);
  }

  /** Waits until a version is READY. Throws if it is rejected. */
  void awaitReady(VersionId id) {
    long start = nanos.getAsLong();
    while (nanos.getAsLong() - start < PATIENCE.toNanos()) {
      var found = version(id.version());
      var state = found.map(Model.Version::state).orElse(Model.VersionState.LOADING);
      if (state == Model.VersionState.READY) {
        return;
      }
      if (state != Model.VersionState.LOADING) {
        throw VerbException.refused(id + " is " + state + ": "
            + found.map(Model.Version::reason).orElse("") + " (it has no users)");
      }
      pause();
    }
    throw VerbException.refused(id + " is not READY after " + PATIENCE.toMinutes()
        + " min (expected: it in ./serin models list; see the gateway's log)");
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw VerbException.refused("interrupted");
    }
  }

  private Optional<Model.Version> version(long number) {
    return admin.models().stream()
        .filter(each -> each.name().equals(model))
        .flatMap(each -> each.versions().stream())
        .filter(each -> each.number() == number)
        .findFirst();
  }

  /** Gives a version a share of the users, which stable loses. */
  SplitRevision give(long version, String share, String author, String reason) {
    var before = split().orElseThrow();
    var shares = new TreeMap<>(before.split());
    var left =
        new BigDecimal(shares.getOrDefault(before.stable(), "0")).subtract(new BigDecimal(share));
    if (left.signum() < 0) {
      throw VerbException.refused(model + "/" + version + " is READY and has no users; --canary: "
          + share + " (expected: at most the share of stable, "
          + shares.getOrDefault(before.stable(), "0") + ")");
    }
    shares.put(before.stable(), left.toPlainString());
    shares.put(version, new BigDecimal(share).toPlainString());
    return admin.setSplit(SplitChange.of(model, shares)
        .stable(before.stable())
        .expectedRevision(before.revision())
        .author(author)
        .reason(reason)
        .build());
  }
}
