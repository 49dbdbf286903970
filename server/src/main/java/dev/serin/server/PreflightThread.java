package dev.serin.server;

import dev.serin.control.Preflights;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.serving.Preflight;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs preflights one after the other on a thread of its own. Thread-safe. */
final class PreflightThread implements Preflights, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PreflightThread.class);

  private final Preflight preflight;
  private final VersionPool pool;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
    var worker = new Thread(task, "serin-preflight");
    worker.setDaemon(true);
    return worker;
  });

  PreflightThread(Preflight preflight, VersionPool pool) {
    this.preflight = preflight;
    this.pool = pool;
  }

  @Override
  public void begin(String model, long stable, long candidate, Consumer<Result> done) {
    thread.execute(() -> done.accept(check(model, stable, candidate)));
  }

  /** Starts no more preflights; a running one ends with the process. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private Result check(String model, long stable, long candidate) {
    var first = loaded(model, candidate);
    var second = loaded(model, stable);
    if (first.isEmpty() || second.isEmpty()) {
      long missing = first.isEmpty() ? candidate : stable;
      return new Result(0, Optional.of("version " + missing + " is not loaded"));
    }
    try {
      var result = preflight.run(model, first.get(), second.get());
      return new Result(result.calls(), result.problem());
    } catch (RuntimeException e) {
      log.error("preflight of {} version {} failed", model, candidate, e);
      return new Result(0, Optional.of("the preflight failed: " + e));
    }
  }

  private Optional<LoadedVersion> loaded(String model, long version) {
    return pool.status(new VersionId(model, version)).flatMap(VersionStatus::loaded);
  }
}
