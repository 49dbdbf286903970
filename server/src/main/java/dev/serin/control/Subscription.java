package dev.serin.control;

/** A listener for revisions, which is told no more once this is closed. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
