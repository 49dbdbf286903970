package dev.serin.serving;

/** The most inputs that a call may give, and outputs that it may ask for. */
public record Counts(int inputs, int outputs) {
  /** No limit: the call will be refused for another reason. */
  static final Counts UNKNOWN = new Counts(Integer.MAX_VALUE, Integer.MAX_VALUE);
}
