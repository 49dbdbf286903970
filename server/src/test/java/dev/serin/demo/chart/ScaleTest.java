package dev.serin.demo.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.demo.chart.Scale.Tick;
import org.junit.jupiter.api.Test;

class ScaleTest {
  @Test
  void linear_range_hasRoundTicksInside() {
    assertThat(Scale.linear(-7, 36.5, 5, Double::toString).ticks())
        .extracting(Tick::value)
        .containsExactly(0.0, 10.0, 20.0, 30.0);
  }

  @Test
  void linear_fractions_haveNoDust() {
    assertThat(Scale.linear(0, 0.3, 3, Double::toString).ticks())
        .extracting(Tick::text)
        .containsExactly("0.0", "0.1", "0.2", "0.3");
  }

  @Test
  void logarithmic_oneDecade_showsTwoAndFive() {
    assertThat(Scale.logarithmic(0.8, 22, Double::toString).ticks())
        .extracting(Tick::value)
        .containsExactly(1.0, 2.0, 5.0, 10.0, 20.0);
  }

  @Test
  void logarithmic_manyDecades_showsPowersOfTen() {
    assertThat(Scale.logarithmic(0.8, 2200, Double::toString).ticks())
        .extracting(Tick::value)
        .containsExactly(1.0, 10.0, 100.0, 1000.0);
  }

  @Test
  void place_linearValue_isItsPart() {
    assertThat(Scale.linear(-10, 10, 4, Double::toString).place(5)).isEqualTo(0.75);
  }

  @Test
  void place_logarithmicValue_isThatOfItsLogarithm() {
    assertThat(Scale.logarithmic(1, 100, Double::toString).place(10)).isEqualTo(0.5, within(1e-12));
  }

  @Test
  void place_noFiniteValue_isOutsideButFiniteUnlessNotANumber() {
    var scale = Scale.logarithmic(1, 100, Double::toString);

    assertThat(scale.place(Double.POSITIVE_INFINITY)).isGreaterThan(1).isFinite();
    assertThat(scale.place(0)).isLessThan(0).isFinite();
    assertThat(scale.place(-3)).isLessThan(0).isFinite();
    assertThat(scale.place(Double.NaN)).isNaN();
  }

  @Test
  void new_emptyRange_isRefused() {
    assertThatThrownBy(() -> Scale.linear(3, 3, 2, Double::toString))
        .hasMessageStartingWith("scale: 3.0 to 3.0 (expected: ");
  }
}
