package dev.serin.judge;

/**
 * Records the calls of users under one revision of a model. Thread-safe; takes no lock and does not
 * wait.
 */
@FunctionalInterface
public interface Recorder {
  /** Records nothing. */
  Recorder NONE = (version, arrival) -> Recording.NONE;

  /** Begins to record a call that the split gave to a version. */
  Recording arrived(long version, Arrival arrival);

  /**
   * The facts about a call that are known when it arrives.
   *
   * @param id a number by which the calls of one millisecond differ
   * @param user a hash of the user id
   * @param millis when it came, in milliseconds since 1970
   * @param nanos when it came, by the gateway's ticker
   */
  record Arrival(long id, long user, long millis, long nanos) {}
}
