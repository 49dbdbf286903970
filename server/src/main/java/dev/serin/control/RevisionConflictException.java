package dev.serin.control;

/** Thrown by a {@link StateStore} whose last revision of a model is not the expected one. */
public final class RevisionConflictException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long last;
  private final long expected;

  /** Both are numbers of revisions; 0 stands for none. */
  public RevisionConflictException(String model, long last, long expected) {
    super(model + ": revision " + last + " is the last one stored (expected: " + expected + ")");
    this.last = last;
    this.expected = expected;
  }

  /** Returns the number of the model's last stored revision; 0 if it has none. */
  public long last() {
    return last;
  }

  /** Returns the number that the caller expected to be the last. */
  public long expected() {
    return expected;
  }
}
