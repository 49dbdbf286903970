package dev.serin.server;

import dev.serin.events.EventRecorder;
import dev.serin.gate.Call;
import dev.serin.gate.Label;
import dev.serin.judge.ObservationListener;
import java.math.BigDecimal;

/** Records the judge's observations as events. */
record RecordedEvents(EventRecorder recorder) implements ObservationListener {

  @Override
  public void call(String model, BigDecimal share, Call call) {
    recorder.call(model, share, call);
  }

  @Override
  public void ended(String model, Call call) {
    recorder.ended(model, call);
  }

  @Override
  public void label(String model, Label label) {
    recorder.label(model, label);
  }
}
