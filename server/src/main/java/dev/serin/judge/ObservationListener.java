package dev.serin.judge;

import dev.serin.gate.Call;
import dev.serin.gate.Label;
import java.math.BigDecimal;

/**
 * Hears of every call and label that the gates are told of, in order of arrival, on their one
 * thread; must neither block nor throw.
 */
public interface ObservationListener {
  /** Listens to nothing. */
  ObservationListener NONE = new ObservationListener() {
    @Override
    public void call(String model, BigDecimal share, Call call) {
      // Nobody asked.
    }

    @Override
    public void ended(String model, Call call) {
      // Nobody asked.
    }

    @Override
    public void label(String model, Label label) {
      // Nobody asked.
    }
  };

  /** Hears of a call under this share of the canary. */
  void call(String model, BigDecimal share, Call call);

  /**
   * Hears of the end of a call that was pending before, and that its caller gave it up; it has the
   * id and the time it had then.
   */
  void ended(String model, Call call);

  /** Hears of a label. */
  void label(String model, Label label);
}
