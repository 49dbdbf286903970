package dev.serin.model;

/** Which versions of a model run in processes of their own. */
public enum Isolation {
  /** Those that have not proved themselves: that were never stable. */
  CANDIDATE,
  /** All. */
  ALWAYS,
  /** None, but to see whether files that were never loaded can be. */
  NEVER
}
