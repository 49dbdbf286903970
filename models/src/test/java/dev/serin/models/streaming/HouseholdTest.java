package dev.serin.models.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HouseholdTest {

  private static final Taste BY_DAY = Taste.draw(new Random(1), List.of(0, 0, 0, 0, 1, 0, 0, 0));
  private static final Taste LATE = Taste.draw(new Random(2), List.of(0, 0, 1, 0, 0, 0, 0, 0));

  @Test
  void observe_inTheEvening_wantsWhatTheEveningLikes() {
    var viewer = new Household(BY_DAY, LATE, true).observe(new Random(3));

    assertThat(viewer.chances()).isEqualTo(LATE.chances());
    assertThat(viewer.features().get(16)).isEqualTo(100);
  }

  @Test
  void observe_byDay_wantsWhatTheDayLikes() {
    var viewer = new Household(BY_DAY, LATE, false).observe(new Random(3));

    assertThat(viewer.chances()).isEqualTo(BY_DAY.chances());
    assertThat(viewer.features().get(16)).isZero();
  }

  @Test
  void observe_bothParts_showsWhoLikesWhat() {
    var viewer = new Household(BY_DAY, LATE, true).observe(new Random(3));

    assertThat(viewer.features().subList(0, 8))
        .allMatch(s -> s <= viewer.features().get(4));
    assertThat(viewer.features().subList(8, 16))
        .allMatch(s -> s <= viewer.features().get(10));
  }

  @Test
  void features_namedAndDrawn_areAsMany() {
    var viewer = Household.draw(new Random(4)).observe(new Random(5));

    assertThat(viewer.features()).hasSameSizeAs(Household.FEATURES);
  }
}
