package dev.serin.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.demo.Played;
import dev.serin.demo.chart.Ink;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  @Test
  void outcome_completed_isPromotedAndGood() {
    assertOutcome(Performances.better(), Ink.GOOD, "promoted after 36.0 s");
  }

  @Test
  void outcome_takenBack_isBadAndNamesTheGate() {
    assertOutcome(Performances.hasty(), Ink.BAD, "rolled back after 16.8 s by quality");
  }

  @Test
  void outcome_notOver_isNeitherGoodNorBad() {
    assertOutcome(Edges.momentary(), Ink.MUTED, "preflight after 0.0 s");
  }

  private static void assertOutcome(Played played, Ink ink, String line) {
    var outcome = new Outcome(played);

    assertThat(outcome.ink()).isEqualTo(ink);
    assertThat(outcome.line()).isEqualTo(line);
  }
}
