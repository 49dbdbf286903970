package dev.serin.server;

import dev.serin.control.Recorders;
import dev.serin.control.Revision;
import dev.serin.control.Trials;
import dev.serin.feedback.FeedbackResult;
import dev.serin.feedback.Outcome;
import dev.serin.feedback.OutcomeSink;
import dev.serin.feedback.OutsideLabel;
import dev.serin.gate.Judge;
import dev.serin.gate.Label;
import dev.serin.gate.Label.Fit;
import dev.serin.gate.Recorder;
import dev.serin.gate.ShadowLabel;
import dev.serin.gate.Shadowed;
import dev.serin.gate.Trial;
import dev.serin.gate.TrialReport;
import dev.serin.model.Role;
import dev.serin.serving.ShadowListener;
import dev.serin.serving.ShadowResult;
import java.time.InstantSource;
import java.util.Optional;

/** Tells the judge of revisions, outcomes and copies in its own words. Thread-safe. */
record JudgeFeed(Judge judge, InstantSource clock)
    implements Recorders, Trials, OutcomeSink, ShadowListener {

  @Override
  public Recorder of(Revision revision) {
    return judge.share(revision.model(), revision.sharing());
  }

  @Override
  public void accept(Outcome outcome) {
    if (outcome.role() == Role.PINNED
        || outcome.fallback()
        || outcome.userHash().isEmpty()) {
      return;
    }
    var label = new Label(
        outcome.id(),
        outcome.predictionMillis(),
        outcome.labelMillis(),
        outcome.userHash().getAsLong(),
        outcome.role() == Role.CANARY,
        outcome.loss(),
        // Coverage counts calls, not their rows.
        outcome.covered() && outcome.row() == 0,
        outcome.outside() ? Fit.PREDICTION_OUTSIDE : Fit.FITS);
    judge.label(outcome.version(), outcome.revision(), label);
    outcome
        .shadow()
        .ifPresent(shadow -> judge.shadowLabel(
            outcome.version().model(),
            new ShadowLabel(
                shadow.trial(),
                outcome.labelMillis(),
                outcome.userHash().getAsLong(),
                outcome.loss(),
                shadow.loss())));
  }

  @Override
  public void outside(OutsideLabel outside) {
    if (outside.role() == Role.PINNED
        || outside.fallback()
        || outside.userHash().isEmpty()) {
      return;
    }
    var label = new Label(
        outside.id(),
        outside.predictionMillis(),
        outside.labelMillis(),
        outside.userHash().getAsLong(),
        outside.role() == Role.CANARY,
        /* loss= */ 0,
        /* covered= */ false,
        Fit.LABEL_OUTSIDE);
    judge.label(outside.version(), outside.revision(), label);
  }

  @Override
  public void finished(ShadowResult result) {
    judge.shadowCall(
        result.model(),
        new Shadowed(
            result.trial(),
            clock.millis(),
            result.user(),
            result.stable(),
            result.stableNanos(),
            result.candidate(),
            result.candidateNanos(),
            result.agrees()));
  }

  @Override
  public void dropped(String model) {
    // What was not run is not judged.
  }

  @Override
  public void answered(String model, FeedbackResult result) {
    // Only outcomes are judged.
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
