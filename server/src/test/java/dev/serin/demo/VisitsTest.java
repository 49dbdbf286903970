package dev.serin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VisitsTest {
  private static final int MANY = 20_000;
  private static final Viewers VIEWERS =
      new Viewers(List.of(viewer("often", 3, 0.25), viewer("seldom", 1, 0.25)));

  @Test
  void next_sameSeed_areTheSameVisits() {
    assertThat(visits(7).limit(100))
        .containsExactlyElementsOf(visits(7).limit(100).toList());
  }

  @Test
  void next_otherSeed_areOtherVisits() {
    assertThat(visits(7).limit(10).toList()).isNotEqualTo(visits(8).limit(10).toList());
  }

  @Test
  void next_viewers_comeByTheirActivity() {
    long often = visits(1)
        .limit(MANY)
        .filter(visit -> visit.viewer().id().equals("often"))
        .count();

    assertThat((double) often / MANY).isCloseTo(0.75, within(0.02));
  }

  @Test
  void next_gaps_areOfAPoissonProcess() {
    var gaps = visits(1).limit(MANY).mapToDouble(Visit::gap).toArray();

    double mean =
        Stream.of(gaps).flatMapToDouble(java.util.Arrays::stream).average().orElseThrow();
    long longer = java.util.Arrays.stream(gaps).filter(gap -> gap > 1).count();
    assertThat(mean).isCloseTo(1, within(0.03));
    assertThat((double) longer / MANY).isCloseTo(Math.exp(-1), within(0.02));
  }

  @Test
  void next_labels_comeAsOftenAndAsLateAsTheViewerSays() {
    long answered = visits(1).limit(MANY).filter(Visit::answered).count();
    long late =
        visits(1).limit(MANY).filter(visit -> visit.delaySeconds() > 0.5).count();

    assertThat((double) answered / MANY).isCloseTo(0.25, within(0.02));
    assertThat((double) late / MANY).isCloseTo(0.5, within(0.02));
  }

  @Test
  void watched_genre_isByItsChance() {
    var visit = new Visit(viewer("v", 1, 1), 1, 0.5, true, 1);

    assertThat(visit.watched(0)).isTrue();
    assertThat(visit.watched(1)).isFalse();
  }

  private static Stream<Visit> visits(long seed) {
    return Stream.generate(new Visits(VIEWERS, new Random(seed))::next);
  }

  private static Viewer viewer(String id, double activity, double answers) {
    return new Viewer(id, activity, answers, 0.5, 0.6, List.of(1f), List.of(0.6, 0.4));
  }
}
