package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.Role;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CohortTest {
  private static final int BUCKETS = 3;

  private final double[] row = new double[Cohort.width(BUCKETS)];
  private final Cohort cohort = new Cohort("1/0", 1, 300_000, true, row);

  @Test
  void block_example_givesTwoDifferencesAndDropsTheRest() {
    var differences = DoubleStream.of(
            cohort.block(0, Role.STABLE, 0),
            cohort.block(0, Role.STABLE, 1),
            cohort.block(0, Role.CANARY, 1),
            cohort.block(0, Role.CANARY, 0),
            cohort.block(0, Role.STABLE, 0),
            cohort.block(0, Role.CANARY, 1))
        .filter(difference -> !Double.isNaN(difference));

    assertThat(differences.toArray()).containsExactly(0.5, 0);
  }

  @Test
  void block_otherBucket_hasItsOwn() {
    cohort.block(0, Role.STABLE, 0);

    assertThat(cohort.block(1, Role.CANARY, 1)).isNaN();
    assertThat(cohort.block(0, Role.CANARY, 1)).isEqualTo(1);
  }

  @Test
  void block_halfOpen_goesOnFromItsRow() {
    cohort.block(2, Role.STABLE, 0.25);

    var resumed = new Cohort("1/0", 1, 300_000, true, row);

    assertThat(resumed.block(2, Role.CANARY, 1)).isEqualTo(0.75);
  }

  @Test
  void tally_labels_countByBucketAndRole() {
    cohort.tally(1, Role.CANARY, true);
    cohort.tally(1, Role.CANARY, false);
    cohort.tally(1, Role.STABLE, false);
    cohort.tally(2, Role.STABLE, true);

    assertThat(cohort.tally(1)).containsExactly(2, 1, 1, 0);
    assertThat(cohort.tally(2)).containsExactly(0, 0, 1, 1);
  }

  @Test
  void coverage_bucket_isOfPredictionsWithoutLabelBefore() {
    predictions(10, true);
    predictions(20, false);
    cohort.labelled(0, Role.CANARY);
    cohort.labelled(0, Role.STABLE);
    cohort.labelled(0, Role.STABLE);
    cohort.labelled(1, Role.STABLE);
    cohort.labelled(2, Role.CANARY);
    cohort.labelled(2, Role.CANARY);

    assertThat(cohort.coverage(0)).containsExactly(10, 1, 20, 2);
    assertThat(cohort.coverage(1)).containsExactly(9, 0, 18, 1);
    assertThat(cohort.coverage(2)).containsExactly(9, 2, 17, 0);
    assertThat(cohort.predictions(Role.CANARY)).isEqualTo(10);
    assertThat(cohort.predictions(Role.STABLE)).isEqualTo(20);
  }

  @Test
  void coverage_labelBeforeItsPrediction_isNoMoreThanAll() {
    cohort.labelled(0, Role.CANARY);

    assertThat(cohort.coverage(0)).containsExactly(1, 1, 0, 0);
    assertThat(cohort.coverage(1)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void wealth_buckets_doNotOverlap() {
    var harm = DoubleStream.generate(() -> 1).limit(Cohort.BETS).toArray();
    var ok = DoubleStream.generate(() -> 2).limit(Cohort.BETS).toArray();
    cohort.harm(1, harm);
    cohort.ok(1, ok);
    cohort.tally(2, Role.CANARY, true);
    cohort.labelled(2, Role.CANARY);

    assertThat(cohort.harm(1)).containsExactly(harm);
    assertThat(cohort.ok(1)).containsExactly(ok);
    assertThat(cohort.harm(0)).containsOnly(0);
    assertThat(cohort.ok(2)).containsOnly(0);
  }

  private void predictions(int count, boolean canary) {
    for (int i = 0; i < count; i++) {
      cohort.covered(canary ? Role.CANARY : Role.STABLE);
    }
  }
}
