package dev.serin.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10/90",
        "10%",
        "1/9",
        "1e-1",
        "1E-1",
        "NaN",
        "Infinity",
        "-0.1",
        "-0",
        "+0.1",
        ".5",
        "1.",
        "",
        " ",
        " 0.1",
        "0.1 ",
        "0,1",
        "1.01",
        "2",
        "10",
        "1.000000000000000001",
        "0.1234567890123456789",
        "0.0000000000000000000",
        "0x1",
        "٠.١",
        "0.1\n"
      })
  void parse_notADecimalFromZeroToOne_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Share.parse(text))
        .withMessage("share: " + text + " (expected: a decimal from 0 to 1 such as 0.05, with at"
            + " most 18 digits after the point)");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,1",
    "0.0,0",
    "1.0,1",
    "0.10,0.1",
    "01,1",
    "00.5,0.5",
    "0.000000000000000001,0.000000000000000001",
    "0.999999999999999999,0.999999999999999999"
  })
  void parse_decimal_isShownWithoutZerosAtItsEnd(String text, String shown) {
    assertThat(Share.parse(text)).hasToString(shown);
  }

  @Test
  void equals_sameValueWrittenDifferently_isEqual() {
    assertThat(Share.parse("0.10"))
        .isEqualTo(Share.parse("0.1"))
        .hasSameHashCodeAs(Share.parse("0.1"));
  }

  @Test
  void new_moreThanOne_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Share(new BigDecimal("1.1")))
        .withMessageStartingWith("share: 1.1 ");
  }

  @Test
  void minus_smaller_isExact() {
    assertThat(Share.parse("0.3").minus(Share.parse("0.1"))).isEqualTo(Share.parse("0.2"));
  }

  @Test
  void minus_larger_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Share.ZERO.minus(Share.ONE));
  }
}
