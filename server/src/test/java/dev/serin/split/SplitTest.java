package dev.serin.split;

import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitTest {

  @Test
  void of_sumAboveOne_isRefusedWithTheSum() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split("1=0.95 2=0.06"))
        .withMessage("split: 0.95 + 0.06 = 1.01 (expected: exactly 1)");
  }

  @Test
  void of_sumBelowOne_isRefusedWithTheSum() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split("1=0.9 2=0.05 3=0.04"))
        .withMessage("split: 0.9 + 0.05 + 0.04 = 0.99 (expected: exactly 1)");
  }

  @Test
  void of_sumOffByTheLastDigit_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split("1=0.9 2=0.099999999999999999"))
        .withMessageContaining(" = 0.999999999999999999 ");
  }

  @Test
  void of_nothing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.of(Map.of()))
        .withMessage("split: 0 (expected: exactly 1)");
  }

  @Test
  void of_versionBelowOne_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.of(Map.of(0L, Share.ONE)))
        .withMessage("version: 0 (expected: a positive integer)");
  }

  @Test
  void of_shareOfZero_isLeftOut() {
    assertThat(split("1=0 2=1.0")).isEqualTo(Split.all(2));
  }

  @Test
  void of_decimalsThatDoNotSumInBinary_isAccepted() {
    assertThat(split("1=0.7 2=0.1 3=0.2")).hasToString("1=0.7 2=0.1 3=0.2");
  }

  @Test
  void new_versionTwice_isRefused() {
    var half = new VersionShare(1, Share.parse("0.5"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Split(List.of(half, half)))
        .withMessage("split: version 1 after 1 (expected: ascending versions, each once)");
  }

  @Test
  void share_versionNotInSplit_isZero() {
    assertThat(split("1=1").share(2)).isEqualTo(Share.ZERO);
  }

  @Test
  void stable_named_isTheNamed() {
    assertThat(split("1=0.9 2=0.1").stable(2L, 1L)).isEqualTo(2);
  }

  @Test
  void stable_namedWithoutShare_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split("1=0.9 2=0.1").stable(3L, 1L))
        .withMessage("stable: 3 (expected: a version with a share, of 1=0.9 2=0.1)");
  }

  @Test
  void stable_formerWithShare_isTheFormer() {
    assertThat(split("1=0.1 2=0.9").stable(null, 1L)).isEqualTo(1);
  }

  @Test
  void stable_formerWithoutShare_isTheLargest() {
    assertThat(split("2=0.1 3=0.9").stable(null, 1L)).isEqualTo(3);
  }

  @Test
  void stable_tie_isTheLowerNumber() {
    assertThat(split("2=0.5 3=0.5").stable(null, null)).isEqualTo(2);
  }
}
