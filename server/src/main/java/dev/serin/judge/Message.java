package dev.serin.judge;

/** What the judge of a model is told, in the order in which it is to be taken. */
interface Message {

  /** The judge that it is for. */
  ModelJudge judge();

  /** When it came, in milliseconds since 1970. */
  long millis();

  /** Gives it to its judge, whose ticker says this time. */
  void tell(long nowNanos);
}
