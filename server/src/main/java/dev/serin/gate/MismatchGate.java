package dev.serin.gate;

import dev.serin.gate.Label.Fit;
import java.util.Optional;

/**
 * Finds that labels, or what stable predicts, are none of the model's classes, so that the
 * configuration is at fault and not the canary. Confined to one thread.
 */
final class MismatchGate {
  /** Fewer may be a mistake of one caller. */
  private static final double LEAST = 20;

  private static final double SHARE = 0.01;

  private final Evidence evidence;
  private final LabelWindows windows;
  private final PerStep outside;

  MismatchGate(Evidence evidence, GateSettings.Cap cap) {
    this.evidence = evidence;
    this.windows = new LabelWindows(cap);
    this.outside = evidence.numbers(Series.OUTSIDE);
  }

  /** Counts a label that does not fit. One that is sent again and again is a few at most. */
  void add(Step step, Label label) {
    if (!windows.admits(step, label.predictionMillis(), label.user())) {
      return;
    }
    int kind = label.fit() == Fit.LABEL_OUTSIDE ? 0 : 2;
    outside.at(step.number())[kind + Tally.index(label.role())]++;
    if (found(evidence).isPresent()) {
      evidence.alarm(Alarm.MISMATCH, label.arrivalMillis());
    }
  }

  /** Forgets windows whose last prediction is older than this. */
  void forget(long millis) {
    windows.forget(millis);
  }

  /** What does not fit; empty if it is too little. */
  static Optional<HarmCause> found(Evidence evidence) {
    var outside = evidence.numbers(Series.OUTSIDE).total();
    var labels = evidence.numbers(Series.LABELS).total();
    for (int role = 0; role < 2; role++) {
      if (tooMany(outside[role], outside[role] + labels[role] + labels[2 + role])) {
        return Optional.of(HarmCause.LABELS_OUTSIDE);
      }
    }
    int stable = 1;
    return tooMany(outside[2 + stable], labels[stable] + labels[2 + stable])
        ? Optional.of(HarmCause.PREDICTIONS_OUTSIDE)
        : Optional.empty();
  }

  private static boolean tooMany(double outside, double all) {
    return outside >= LEAST && outside > SHARE * all;
  }
}
