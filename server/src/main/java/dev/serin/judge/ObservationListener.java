package dev.serin.judge;

import dev.serin.gate.Call;
import dev.serin.gate.Label;
import java.math.BigDecimal;

/**
 * Is told every call and label that the gates take, in order of arrival, on their one thread; must
 * neither block nor throw.
 */
public interface ObservationListener {
  /** Listens to nothing. */
  ObservationListener NONE = new ObservationListener() {
    @Override
    public void call(String model, BigDecimal share, Call call) {
      // Listens to nothing.
    }

    @Override
    public void ended(String model, Call call) {
      // Listens to nothing.
    }

    @Override
    public void label(String model, Label label) {
      // Listens to nothing.
    }
  };

  /** Takes a call under this share of the canary. */
  void call(String model, BigDecimal share, Call call);

  /**
   * Takes a call that was pending when it was told first, now that it has ended or its caller gave
   * it up; its id and time are the same.
   */
  void ended(String model, Call call);

  /** Takes a label. */
  void label(String model, Label label);
}
