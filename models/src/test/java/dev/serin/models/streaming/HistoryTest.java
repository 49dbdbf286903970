package dev.serin.models.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.models.Lesson;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class HistoryTest {

  @Test
  void finished_tenThousandVisits_areTheLessonsDocumented() {
    assertThat(History.finished(10_000)).hasSize(2_189);
  }

  @Test
  void finished_moreVisits_beginWithThoseOfFewer() {
    var few = History.finished(100);

    assertThat(History.finished(200)).startsWith(few.toArray(Lesson[]::new));
  }

  @Test
  void finished_ofOtherViewers_knowsNoneOfTheDemonstration() {
    var learnt = History.finished(10_000).stream().map(Lesson::features).toList();
    var shown =
        Audience.draw().stream().map(s -> s.viewer().finished(0).features()).toList();

    assertThat(new HashSet<>(learnt)).doesNotContainAnyElementsOf(shown);
  }
}
