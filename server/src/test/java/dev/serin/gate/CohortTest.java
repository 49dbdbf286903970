package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CohortTest {
  private static final int BUCKETS = 3;

  private final double[] row = new double[Cohort.width(BUCKETS)];
  private final Cohort cohort = new Cohort("1/0", 1, 300_000, true, row);

  @Test
  void block_example_givesTwoDifferencesAndDropsTheRest() {
    var differences = DoubleStream.of(
            cohort.block(0, false, 0),
            cohort.block(0, false, 1),
            cohort.block(0, true, 1),
            cohort.block(0, true, 0),
            cohort.block(0, false, 0),
            cohort.block(0, true, 1))
        .filter(difference -> !Double.isNaN(difference));

    assertThat(differences.toArray()).containsExactly(0.5, 0);
  }

  @Test
  void block_otherBucket_hasItsOwn() {
    cohort.block(0, false, 0);

    assertThat(cohort.block(1, true, 1)).isNaN();
    assertThat(cohort.block(0, true, 1)).isEqualTo(1);
  }

  @Test
  void block_halfOpen_goesOnFromItsRow() {
    cohort.block(2, false, 0.25);

    var resumed = new Cohort("1/0", 1, 300_000, true, row);

    assertThat(resumed.block(2, true, 1)).isEqualTo(0.75);
  }

  @Test
  void tally_labels_countByBucketAndRole() {
    cohort.tally(1, true, true);
    cohort.tally(1, true, false);
    cohort.tally(1, false, false);
    cohort.tally(2, false, true);

    assertThat(cohort.tally(1)).containsExactly(2, 1, 1, 0);
    assertThat(cohort.tally(2)).containsExactly(0, 0, 1, 1);
  }

  @Test
  void coverage_bucket_isOfPredictionsWithoutLabelBefore() {
    predictions(10, true);
    predictions(20, false);
    cohort.labelled(0, true);
    cohort.labelled(0, false);
    cohort.labelled(0, false);
    cohort.labelled(1, false);
    cohort.labelled(2, true);
    cohort.labelled(2, true);

    assertThat(cohort.coverage(0)).containsExactly(10, 1, 20, 2);
    assertThat(cohort.coverage(1)).containsExactly(9, 0, 18, 1);
    assertThat(cohort.coverage(2)).containsExactly(9, 2, 17, 0);
    assertThat(cohort.predictions(true)).isEqualTo(10);
    assertThat(cohort.predictions(false)).isEqualTo(20);
  }

  @Test
  void coverage_labelBeforeItsPrediction_isNoMoreThanAll() {
    cohort.labelled(0, true);

    assertThat(cohort.coverage(0)).containsExactly(1, 1, 0, 0);
    assertThat(cohort.coverage(1)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void wealth_buckets_doNotOverlap() {
    var harm = DoubleStream.generate(() -> 1).limit(Cohort.BETS).toArray();
    var ok = DoubleStream.generate(() -> 2).limit(Cohort.BETS).toArray();
    cohort.harm(1, harm);
    cohort.ok(1, ok);
    cohort.tally(2, true, true);
    cohort.labelled(2, true);

    assertThat(cohort.harm(1)).containsExactly(harm);
    assertThat(cohort.ok(1)).containsExactly(ok);
    assertThat(cohort.harm(0)).containsOnly(0);
    assertThat(cohort.ok(2)).containsOnly(0);
  }

  private void predictions(int count, boolean canary) {
    for (int i = 0; i < count; i++) {
      cohort.covered(canary);
    }
  }
}
