package dev.serin.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitTallyTest {
  private final SplitTally tally = new SplitTally();

  @Test
  void share_isOfTheCallsOfThatRevision() {
    tally.count(1, 1);
    tally.count(1, 1);
    tally.count(1, 1);
    tally.count(1, 2);

    assertThat(tally.share(1, 2)).isEqualTo(0.25);
    assertThat(tally.share(1, 3)).isZero();
  }

  @Test
  void count_ofANewerRevision_beginsAnew() {
    tally.count(1, 1);
    tally.count(2, 2);

    assertThat(tally.share(2, 2)).isEqualTo(1);
    assertThat(tally.share(1, 1)).isZero();
  }

  @Test
  void count_ofACallThatStartedUnderAnOlderRevision_isLeftOut() {
    tally.count(2, 2);
    tally.count(1, 1);

    assertThat(tally.share(2, 2)).isEqualTo(1);
  }
}
