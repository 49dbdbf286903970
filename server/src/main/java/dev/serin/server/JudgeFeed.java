package dev.serin.server;

import dev.serin.control.Recorders;
import dev.serin.control.Revision;
import dev.serin.feedback.FeedbackResult;
import dev.serin.feedback.Outcome;
import dev.serin.feedback.OutcomeSink;
import dev.serin.gate.Judge;
import dev.serin.gate.Label;
import dev.serin.gate.Recorder;
import dev.serin.gate.Sharing;
import dev.serin.model.Role;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Tells the judge of revisions and outcomes in its own words. */
record JudgeFeed(Judge judge) implements Recorders, OutcomeSink {

  @Override
  public Recorder of(Revision revision) {
    return judge.share(revision.model(), sharing(revision));
  }

  @Override
  public void accept(Outcome outcome) {
    if (outcome.role() == Role.PINNED || outcome.userHash().isEmpty()) {
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
        outcome.covered() && outcome.row() == 0);
    judge.label(outcome.version(), outcome.revision(), label);
  }

  @Override
  public void answered(String model, FeedbackResult result) {
    // Only outcomes are judged.
  }

  /** The shares that users get: those of absent versions are stable's for now. */
  static Sharing sharing(Revision revision) {
    Map<Long, BigDecimal> shares = new TreeMap<>();
    var split = revision.split();
    split.versions().forEach(version -> shares.put(version, split.share(version).value()));
    shares.values().removeIf(share -> share.signum() == 0);
    for (long absent : revision.absent()) {
      shares.merge(revision.stable(), split.share(absent).value(), BigDecimal::add);
      shares.put(absent, BigDecimal.ZERO);
    }
    return new Sharing(
        revision.number(), revision.time().toEpochMilli(), revision.stable(), shares);
  }
}
