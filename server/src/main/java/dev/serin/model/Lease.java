package dev.serin.model;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A hold on a loaded version: it stays loaded until every lease is closed. Closing twice is
 * harmless.
 */
public final class Lease implements AutoCloseable {
  private final LoadedVersion version;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lease(LoadedVersion version) {
    this.version = version;
  }

  public LoadedVersion version() {
    return version;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      version.release();
    }
  }
}
