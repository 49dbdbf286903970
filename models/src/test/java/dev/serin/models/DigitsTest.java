package dev.serin.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class DigitsTest {

  @Test
  void read_allRows_areDividedWithoutLoss() throws IOException {
    var digits = Digits.read(Committed.SOURCE);

    assertThat(digits.training()).hasSize(1348);
    assertThat(digits.heldOut()).hasSize(449);
  }

  @Test
  void read_heldOutRows_areNotTrainedOn() throws IOException {
    var digits = Digits.read(Committed.SOURCE);

    assertThat(new HashSet<>(digits.training())).doesNotContainAnyElementsOf(digits.heldOut());
  }

  @Test
  void readHeldOut_committedFile_isTheDivisionOfToday() throws IOException {
    assertThat(Committed.heldOut()).isEqualTo(Digits.read(Committed.SOURCE).heldOut());
  }
}
