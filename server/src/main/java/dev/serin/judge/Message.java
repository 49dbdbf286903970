package dev.serin.judge;

import dev.serin.gate.Label;
import dev.serin.gate.ShadowLabel;
import dev.serin.gate.Shadowed;

/** A message to the judge of one model; messages are taken in order of arrival. */
sealed interface Message {
  /** The judge that takes the message. */
  ModelJudge judge();

  /** When the message arrived, in milliseconds since 1970. */
  long millis();

  /** Calls the visitor's method for this kind of message. */
  void accept(Visitor visitor);

  /** Takes every kind of message. */
  interface Visitor {
    /** Takes a call. */
    void take(Arrived message);

    /** Takes a label. */
    void take(Labelled message);

    /** Takes a copy of a call. */
    void take(Copied message);

    /** Takes a label about a call and its copy. */
    void take(PairLabelled message);

    /** Takes a change of the split. */
    void take(Shared message);
  }

  /** A call that arrived; whether it has ended shows in its record. */
  record Arrived(ModelJudge judge, RecordedCall call) implements Message {
    @Override
    public long millis() {
      return call.arrival.millis();
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.take(this);
    }
  }

  /**
   * A label of a prediction.
   *
   * @param version that served the prediction
   * @param revision under which it did
   * @param label whose role is taken from the revision's sharing, not from the label itself
   */
  record Labelled(ModelJudge judge, long version, long revision, Label label) implements Message {
    @Override
    public long millis() {
      return label.arrivalMillis();
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.take(this);
    }
  }

  /** A copy of a call that the candidate has answered. */
  record Copied(ModelJudge judge, Shadowed copy) implements Message {
    @Override
    public long millis() {
      return copy.timeMillis();
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.take(this);
    }
  }

  /** A label about a call and its copy. */
  record PairLabelled(ModelJudge judge, ShadowLabel label) implements Message {
    @Override
    public long millis() {
      return label.timeMillis();
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.take(this);
    }
  }

  /** A change of the split. */
  record Shared(ModelJudge judge, Sharing sharing) implements Message {
    @Override
    public long millis() {
      return sharing.millis();
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.take(this);
    }
  }
}
