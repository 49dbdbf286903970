package dev.serin.gate;

import java.util.List;
import java.util.OptionalLong;

/** What a comparison can be told. */
sealed interface Told {
  /** When it happened. */
  long millis();

  /** The number of the step that it is about. */
  int step();

  /** The call that it is about. */
  OptionalLong call();

  /** The same so much later. */
  Told later(long millis);

  void tell(Comparison comparison);

  /** The beginning of a step. */
  record Began(Step next) implements Told {
    @Override
    public long millis() {
      return next.startMillis();
    }

    @Override
    public int step() {
      return next.number();
    }

    @Override
    public OptionalLong call() {
      return OptionalLong.empty();
    }

    @Override
    public Told later(long millis) {
      return new Began(
          new Step(next.number(), next.revision(), next.startMillis() + millis, next.share()));
    }

    @Override
    public void tell(Comparison comparison) {
      comparison.begin(next);
    }
  }

  /** A call that was routed in a step. */
  record Called(int step, Call told) implements Told {
    @Override
    public long millis() {
      return told.timeMillis();
    }

    @Override
    public OptionalLong call() {
      return OptionalLong.of(told.id());
    }

    @Override
    public Told later(long millis) {
      return new Called(step, Calls.later(told, millis));
    }

    @Override
    public void tell(Comparison comparison) {
      comparison.call(step, told);
    }
  }

  /** The end of a call that was pending. */
  record Ended(int step, Call told, long millis) implements Told {
    @Override
    public OptionalLong call() {
      return OptionalLong.of(told.id());
    }

    @Override
    public Told later(long by) {
      return new Ended(step, Calls.later(told, by), millis + by);
    }

    @Override
    public void tell(Comparison comparison) {
      comparison.ended(step, told, millis);
    }
  }

  /** A label about a call that was routed in a step. */
  record Labelled(int step, Label label) implements Told {
    @Override
    public long millis() {
      return label.arrivalMillis();
    }

    @Override
    public OptionalLong call() {
      return OptionalLong.of(label.id());
    }

    @Override
    public Told later(long millis) {
      return new Labelled(
          step,
          new Label(
              label.id(),
              label.predictionMillis() + millis,
              label.arrivalMillis() + millis,
              label.user(),
              label.role(),
              label.loss(),
              label.covered()));
    }

    @Override
    public void tell(Comparison comparison) {
      comparison.label(step, label);
    }
  }

  static void tell(List<Told> all, Comparison comparison) {
    all.forEach(told -> told.tell(comparison));
  }
}
