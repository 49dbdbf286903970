package dev.serin.gate;

/** What the judge of a model is told, in the order in which it is to be taken. */
interface Message {

  /** The judge that it is for. */
  ModelJudge judge();
}
