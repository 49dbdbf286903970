package dev.serin.serving;

import dev.serin.model.Signature;

/** The most inputs that a call may give, and outputs that it may ask for. */
public record Counts(int inputs, int outputs) {
  static final Counts NONE = new Counts(0, 0);

  /** No limit: the call will be refused for another reason. */
  static final Counts UNKNOWN = new Counts(Integer.MAX_VALUE, Integer.MAX_VALUE);

  Counts orMore(Signature signature) {
    return new Counts(
        Math.max(inputs, signature.inputs().size()),
        Math.max(outputs, signature.outputs().size()));
  }
}
