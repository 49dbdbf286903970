package dev.serin.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class DigitTest {

  private static final String WHITE = "0,".repeat(Digit.PIXELS - 1);

  @Test
  void ofSourceLine_labelIsLast_isReadApart() {
    var digit = Digit.ofSourceLine("16," + WHITE + "7");

    assertThat(digit.label()).isEqualTo(7);
    assertThat(digit.pixels()).hasSize(Digit.PIXELS).startsWith(16, 0).endsWith(0, 0);
  }

  @Test
  void toHeldOutLine_readBack_isTheSameDigit() {
    var digit = Digit.ofSourceLine("16," + WHITE + "7");

    assertThat(digit.toHeldOutLine()).startsWith("7,16,0,");
    assertThat(Digit.ofHeldOutLine(digit.toHeldOutLine())).isEqualTo(digit);
  }

  @Test
  void digit_pixelMissing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Digit.ofSourceLine(WHITE + "7"))
        .withMessageContaining("(expected: 64 of 0 to 16)");
  }

  @Test
  void digit_pixelTooDark_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Digit(0, Collections.nCopies(Digit.PIXELS, 17)))
        .withMessageContaining("(expected: 64 of 0 to 16)");
  }

  @Test
  void digit_labelTen_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Digit(10, Collections.nCopies(Digit.PIXELS, 0)))
        .withMessage("label: 10 (expected: 0 to 9)");
  }
}
