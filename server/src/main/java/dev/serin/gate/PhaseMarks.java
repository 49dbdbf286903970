package dev.serin.gate;

import dev.serin.gate.Trial.Phase;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Marks in the evidence that tell when a shadow or a watch began, and when the last call and label
 * came: they are no steps of a split. Times are in milliseconds since 1970.
 */
final class PhaseMarks {
  private static final String REVISION = ".revision";
  private static final String START = ".start";
  private static final String CALL = ".call";
  private static final String LABEL = ".label";

  private PhaseMarks() {}

  /** Notes that a phase begins, unless it has begun. */
  static void begin(Evidence evidence, Phase phase, long revision, long millis) {
    if (start(evidence, phase).isEmpty()) {
      evidence.mark(mark(phase, REVISION), revision);
      evidence.mark(mark(phase, START), millis);
    }
  }

  /** The phase as a step of its own, with the canary's share in it; empty if it has not begun. */
  static Optional<Step> start(Evidence evidence, Phase phase) {
    var revision = evidence.marked(mark(phase, REVISION));
    var millis = evidence.marked(mark(phase, START));
    var share = phase == Phase.WATCH ? BigDecimal.ONE : BigDecimal.ZERO;
    return revision.isPresent() && millis.isPresent()
        ? Optional.of(new Step(1, revision.getAsLong(), millis.getAsLong(), share))
        : Optional.empty();
  }

  static void called(Evidence evidence, Phase phase, long millis) {
    evidence.mark(mark(phase, CALL), millis);
  }

  static OptionalLong lastCall(Evidence evidence, Phase phase) {
    return evidence.marked(mark(phase, CALL));
  }

  static void labelled(Evidence evidence, Phase phase, long millis) {
    evidence.mark(mark(phase, LABEL), millis);
  }

  static OptionalLong lastLabel(Evidence evidence, Phase phase) {
    return evidence.marked(mark(phase, LABEL));
  }

  private static Mark mark(Phase phase, String part) {
    return new Mark((phase == Phase.WATCH ? "watch" : "shadow") + part);
  }
}
