package dev.serin.model;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A version that is loaded, checked and warm. It is unloaded once it is retired and its last lease
 * is closed, and never while a lease is open.
 *
 * <p>Thread-safe: one atomic integer holds the retired flag and the number of leases.
 */
public final class LoadedVersion {
  private static final Logger log = LoggerFactory.getLogger(LoadedVersion.class);

  /** Set in {@link #state} once the version is retired; the other bits count leases. */
  private static final int RETIRED = 1 << 31;

  private final VersionId id;
  private final String sha256;
  private final Predictor predictor;
  private final String note;
  private final RunTimes runTimes = new RunTimes();
  private final RunCounts runCounts = new RunCounts();
  private final BatchLimit batchLimit;
  private final AtomicInteger state = new AtomicInteger();

  /** Takes ownership of a predictor, which is closed when the version is unloaded. */
  public LoadedVersion(VersionId id, String sha256, Predictor predictor) {
    this(id, sha256, predictor, "");
  }

  /**
   * Takes ownership of a predictor, which is closed when the version is unloaded.
   *
   * @param note what an operator should know about it; may be empty
   */
  public LoadedVersion(VersionId id, String sha256, Predictor predictor, String note) {
    this(id, sha256, predictor, note, BatchLimit.of(predictor.signature()));
  }

  /**
   * Takes ownership of a predictor, which is closed when the version is unloaded.
   *
   * @param note what an operator should know about it; may be empty
   * @param batchLimit how many rows of its requests may share a run
   */
  public LoadedVersion(
      VersionId id, String sha256, Predictor predictor, String note, BatchLimit batchLimit) {
    this.id = id;
    this.sha256 = sha256;
    this.predictor = predictor;
    this.note = note;
    this.batchLimit = batchLimit;
  }

  public VersionId id() {
    return id;
  }

  /** The SHA-256 of the version's file, in hexadecimal. */
  public String sha256() {
    return sha256;
  }

  /** What an operator should know about it; may be empty. */
  public String note() {
    return note;
  }

  public Signature signature() {
    return predictor.signature();
  }

  /** The predictor; run it only under a lease. */
  public Predictor predictor() {
    return predictor;
  }

  /** The durations of the last runs, for callers and in the preflight of a rollout. */
  public RunTimes runTimes() {
    return runTimes;
  }

  /** How often it ran for callers. */
  public RunCounts runCounts() {
    return runCounts;
  }

  /** How many rows of its requests may share a run. */
  public BatchLimit batchLimit() {
    return batchLimit;
  }

  /** Returns a lease, or nothing if the version is retired. */
  public Optional<Lease> lease() {
    int before;
    do {
      before = state.get();
      if (before < 0) {
        return Optional.empty();
      }
    } while (!state.compareAndSet(before, before + 1));
    return Optional.of(new Lease(this));
  }

  /** Gives out no more leases; unloads now if none is open, else when the last one is closed. */
  public void retire() {
    if (state.getAndUpdate(value -> value | RETIRED) == 0) {
      unload();
    }
  }

  void release() {
    if (state.decrementAndGet() == RETIRED) {
      unload();
    }
  }

  /** Never throws: the thread that closes the last lease still has a caller to answer. */
  private void unload() {
    try {
      predictor.close();
    } catch (RuntimeException e) {
      log.error("{}: unloading failed", id, e);
    }
  }
}
