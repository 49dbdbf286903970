package dev.serin.rollout;

import java.util.EnumSet;
import java.util.Set;

/** The states of a rollout by name, and which state may follow which. */
public enum StateName {
  PREFLIGHT,
  SHADOW,
  RAMPING,
  PAUSED,
  PROMOTED,
  COMPLETED,
  ROLLED_BACK,
  REJECTED;

  /**
   * Returns the states that may follow this one: all transitions that there are. A terminal state
   * has none.
   */
  public Set<StateName> next() {
    return switch (this) {
      // To PAUSED if its state is in doubt after a start.
      case PREFLIGHT -> EnumSet.of(SHADOW, RAMPING, PAUSED, ROLLED_BACK, REJECTED);
      case SHADOW -> EnumSet.of(RAMPING, PROMOTED, PAUSED, ROLLED_BACK);
      case RAMPING -> EnumSet.of(RAMPING, PROMOTED, PAUSED, ROLLED_BACK);
      // To PREFLIGHT if the result of that may be lost; to PAUSED for another reason.
      case PAUSED -> EnumSet.of(PREFLIGHT, SHADOW, RAMPING, PROMOTED, PAUSED, ROLLED_BACK);
      case PROMOTED -> EnumSet.of(COMPLETED, PAUSED, ROLLED_BACK);
      case COMPLETED, ROLLED_BACK, REJECTED -> EnumSet.noneOf(StateName.class);
    };
  }
}
