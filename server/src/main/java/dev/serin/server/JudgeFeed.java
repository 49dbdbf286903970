package dev.serin.server;

import dev.serin.control.Recorders;
import dev.serin.control.Revision;
import dev.serin.control.Trials;
import dev.serin.gate.Shadowed;
import dev.serin.gate.Trial;
import dev.serin.gate.TrialReport;
import dev.serin.judge.Judge;
import dev.serin.judge.Recorder;
import dev.serin.serving.ShadowListener;
import java.util.Optional;

/** Connects the judge to the ports of control and serving. Thread-safe. */
record JudgeFeed(Judge judge) implements Recorders, Trials, ShadowListener {

  @Override
  public Recorder of(Revision revision) {
    return judge.share(revision.model(), revision.sharing());
  }

  @Override
  public void finished(String model, Shadowed copy) {
    judge.shadowCall(model, copy);
  }

  @Override
  public void dropped(String model) {
    // Copies that were not run are not judged.
  }

  @Override
  public Optional<TrialReport> report(String model, long millis) {
    return judge.trial(model, millis);
  }

  @Override
  public boolean knows(String model, Trial trial) {
    return judge.knows(model, trial);
  }

  @Override
  public void acknowledge(String model, long millis) {
    judge.acknowledge(model, millis);
  }
}
