package dev.serin.gate;

import dev.serin.gate.Call.Result;
import dev.serin.gate.Trial.Phase;
import dev.serin.model.Role;
import java.math.BigDecimal;

/**
 * Compares the results of calls in stable with those of their copies in the canary. Confined to one
 * thread.
 */
final class ShadowGates {
  /** All of a shadow is one step. */
  static final int STEP = 1;

  /** Each copy is one observation of either version. */
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private final Evidence evidence;
  private final GateSettings settings;
  private final Step start;
  private final ErrorGate errors;
  private final PerStep copies;
  private final PerStep capped;
  private CallWindow window;

  /** Continues a shadow, or begins it. */
  ShadowGates(Evidence evidence, GateSettings settings, Step start) {
    this.evidence = evidence;
    this.settings = settings;
    this.start = start;
    errors = new ErrorGate(evidence, settings, Phase.SHADOW);
    copies = evidence.numbers(Series.COPIES);
    capped = evidence.numbers(Series.CAPPED.in(Phase.SHADOW));
    window = window(0);
    errors.begin(new Step(STEP, start.revision(), start.startMillis(), HALF), start.startMillis());
  }

  /** Adds a copy; one that ended without fault of the version leaves errors alone. */
  void add(Shadowed copy) {
    advance(copy.timeMillis());
    var row = copies.at(STEP);
    row[0]++;
    row[1] += copy.agrees() ? 1 : 0;
    PhaseMarks.called(evidence, Phase.SHADOW, copy.timeMillis());
    if (copy.stable() != Result.EXCLUDED && copy.canary() != Result.EXCLUDED) {
      compare(copy);
    }
  }

  private void compare(Shadowed copy) {
    long millis = copy.timeMillis();
    errors.watch(STEP, copy.call(Role.STABLE), millis);
    errors.watch(STEP, copy.call(Role.CANARY), millis);
    var row = capped.at(STEP);
    row[1]++;
    if (window.admits(copy.user(), CallWindow.ERRORS, settings.cap().observations())) {
      errors.compare(STEP, copy.call(Role.STABLE), window.first, millis);
      errors.compare(STEP, copy.call(Role.CANARY), window.first, millis);
    } else {
      row[0]++;
    }
  }

  /** Closes what ended at or before this time. */
  void advance(long millis) {
    if (millis >= window.endMillis) {
      errors.close(window.endMillis);
      long length = settings.cap().window().toMillis();
      window = window(Math.floorDiv(millis - start.startMillis(), length));
    }
    errors.advance(millis);
  }

  /** Closes what is open. */
  void close(long millis) {
    errors.close(millis);
  }

  private CallWindow window(long index) {
    long length = settings.cap().window().toMillis();
    return new CallWindow(STEP, index == 0, start.startMillis() + (index + 1) * length);
  }
}
