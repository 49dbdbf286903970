package dev.serin.benchmarks;

/** A server to compare, already listening on this machine. */
record Rung(String name, int port, Runnable stop) implements AutoCloseable {
  @Override
  public void close() {
    stop.run();
  }
}
