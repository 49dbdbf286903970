package dev.serin.control;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serin.control.ChangeRefusedException.Kind;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions on refused changes. */
final class Refusals {
  private Refusals() {}

  /** Checks that a change is refused in this way, and returns its message. */
  static AbstractStringAssert<?> assertRefused(Kind kind, ThrowingCallable change) {
    return assertThatExceptionOfType(ChangeRefusedException.class)
        .isThrownBy(change)
        .matches(refused -> refused.kind() == kind, "kind " + kind)
        .extracting(ChangeRefusedException::getMessage, InstanceOfAssertFactories.STRING);
  }
}
