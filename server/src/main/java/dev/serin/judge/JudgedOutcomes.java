package dev.serin.judge;

import dev.serin.feedback.FeedbackResult;
import dev.serin.feedback.Outcome;
import dev.serin.feedback.OutcomeSink;
import dev.serin.feedback.OutsideLabel;
import dev.serin.feedback.ShadowLoss;
import dev.serin.gate.Label;
import dev.serin.gate.Label.Fit;
import dev.serin.gate.ShadowLabel;
import dev.serin.model.Role;
import java.util.OptionalLong;

/**
 * Passes to the judge the outcomes that a comparison may count: those of predictions that the split
 * gave to a version, for a known user, and that this version answered itself. Thread-safe.
 */
public record JudgedOutcomes(Judge judge) implements OutcomeSink {

  @Override
  public void accept(Outcome outcome) {
    if (!isJudged(outcome.role(), outcome.fallback(), outcome.userHash())) {
      return;
    }
    long user = outcome.userHash().getAsLong();
    var label = new Label(
        outcome.id(),
        outcome.predictionMillis(),
        outcome.labelMillis(),
        user,
        outcome.role(),
        outcome.loss(),
        // Coverage counts calls, not their rows.
        outcome.covered() && outcome.row() == 0,
        outcome.outside() ? Fit.PREDICTION_OUTSIDE : Fit.FITS);
    judge.label(outcome.version(), outcome.revision(), label);
    outcome.shadow().ifPresent(shadow -> pair(outcome, user, shadow));
  }

  @Override
  public void outside(OutsideLabel outside) {
    if (!isJudged(outside.role(), outside.fallback(), outside.userHash())) {
      return;
    }
    var label = new Label(
        outside.id(),
        outside.predictionMillis(),
        outside.labelMillis(),
        outside.userHash().getAsLong(),
        outside.role(),
        /* loss= */ 0,
        /* covered= */ false,
        Fit.LABEL_OUTSIDE);
    judge.label(outside.version(), outside.revision(), label);
  }

  @Override
  public void answered(String model, FeedbackResult result) {
    // Only outcomes are judged.
  }

  private void pair(Outcome outcome, long user, ShadowLoss shadow) {
    var label =
        new ShadowLabel(shadow.trial(), outcome.labelMillis(), user, outcome.loss(), shadow.loss());
    judge.shadowLabel(outcome.version().model(), label);
  }

  private static boolean isJudged(Role role, boolean fallback, OptionalLong user) {
    boolean split = role == Role.STABLE || role == Role.CANARY;
    return split && !fallback && user.isPresent();
  }
}
