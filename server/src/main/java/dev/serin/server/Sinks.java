package dev.serin.server;

import dev.serin.feedback.FeedbackResult;
import dev.serin.feedback.Outcome;
import dev.serin.feedback.OutcomeSink;
import dev.serin.feedback.OutsideLabel;
import java.util.List;

/** Passes each outcome to several sinks. */
record Sinks(List<OutcomeSink> sinks) implements OutcomeSink {
  Sinks {
    sinks = List.copyOf(sinks);
  }

  @Override
  public void accept(Outcome outcome) {
    for (var sink : sinks) {
      sink.accept(outcome);
    }
  }

  @Override
  public void outside(OutsideLabel label) {
    for (var sink : sinks) {
      sink.outside(label);
    }
  }

  @Override
  public void answered(String model, FeedbackResult result) {
    for (var sink : sinks) {
      sink.answered(model, result);
    }
  }
}
