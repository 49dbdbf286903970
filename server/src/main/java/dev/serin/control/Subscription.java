package dev.serin.control;

/** Ends what was begun by {@link Control#watch}. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
