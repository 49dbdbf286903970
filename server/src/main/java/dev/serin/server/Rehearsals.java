package dev.serin.server;

import dev.serin.control.CandidateCheck;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.serving.Rehearsal;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries candidates on recent calls, one after the other on a thread of its own. Thread-safe. */
final class Rehearsals implements CandidateCheck, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Rehearsals.class);

  private final Rehearsal rehearsal;
  private final VersionPool pool;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
    var worker = new Thread(task, "serin-preflight");
    worker.setDaemon(true);
    return worker;
  });

  Rehearsals(Rehearsal rehearsal, VersionPool pool) {
    this.rehearsal = rehearsal;
    this.pool = pool;
  }

  @Override
  public void begin(String model, long stable, long candidate, Consumer<Result> done) {
    thread.execute(() -> done.accept(check(model, stable, candidate)));
  }

  /** Begins no more of them; what it has begun ends with the process. */
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
      var rehearsed = rehearsal.run(model, first.get(), second.get());
      return new Result(rehearsed.calls(), rehearsed.problem());
    } catch (RuntimeException e) {
      log.error("the checks of {} {} failed", model, candidate, e);
      return new Result(0, Optional.of("the checks failed: " + e));
    }
  }

  private Optional<LoadedVersion> loaded(String model, long version) {
    return pool.status(new VersionId(model, version)).flatMap(VersionStatus::loaded);
  }
}
