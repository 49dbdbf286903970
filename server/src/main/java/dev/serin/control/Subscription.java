package dev.serin.control;

/** A subscription to revisions; closing it ends the delivery. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
