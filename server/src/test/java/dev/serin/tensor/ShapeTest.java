package dev.serin.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void elements_ofScalar_isOne() {
    assertThat(Shape.of().elements()).isEqualTo(1);
  }

  @Test
  void elements_withEmptyDimension_isZero() {
    assertThat(Shape.of(3, 0, 5).elements()).isZero();
  }

  @Test
  void elements_beyondLong_areRefused() {
    assertThatThrownBy(() -> Shape.of(1L << 32, 1L << 32).elements())
        .isInstanceOf(InvalidTensorException.class)
        .hasMessage("shape: [4294967296,4294967296] (expected: fewer than 2^63 elements)");
  }

  @Test
  void of_negativeSize_isRefused() {
    assertThatThrownBy(() -> Shape.of(1, -2))
        .hasMessage("shape: [1, -2] (expected: no negative size)");
  }

  @Test
  void admits_anySize_inThatDimensionOnly() {
    var spec = Shape.of(Shape.ANY, 64);

    assertThat(spec.admits(Shape.of(7, 64))).isTrue();
    assertThat(spec.admits(Shape.of(7, 63))).isFalse();
    assertThat(spec.admits(Shape.of(64))).isFalse();
  }
}
