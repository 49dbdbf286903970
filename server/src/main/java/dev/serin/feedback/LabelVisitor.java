package dev.serin.feedback;

/** Receives the content of a {@link LabelLog}. */
public interface LabelVisitor {

  /** Hours up to this one, counted since 1970, were dropped. May come before or after labels. */
  void dropped(long hour);

  /** The label of a prediction of this hour was seen. */
  void seen(long hour, long high, long low);
}
