package dev.serin.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.RolloutStatus;
import dev.serin.demo.Played;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Played HASTY = Performances.hasty();

  @Test
  void phases_changeBetweenTwoLooks_beginsWhenTheGatewayMadeIt() {
    // The step began after 7.5 seconds.
    assertThat(beginOfSecondStep(7.25, 7.7)).isEqualTo(7.5);
  }

  @Test
  void phases_changeThatIsOlderThanTheLookBefore_beginsAtThatLook() {
    assertThat(beginOfSecondStep(7.6, 7.7)).isEqualTo(7.6);
  }

  @Test
  void phases_changeThatIsYetToCome_beginsWhenItWasSeen() {
    assertThat(beginOfSecondStep(7, 7.3)).isEqualTo(7.3);
  }

  @Test
  void phases_firstLookAfterTheFirstStep_beginWithThatStep() {
    var timeline = Timeline.of(Edges.with(HASTY, List.of(look(7, 2)), List.of()));

    assertThat(timeline.phases().get(0).from()).isEqualTo(1.75);
  }

  @Test
  void of_act_lastsFromTheStartToTheLastLook() {
    var timeline = Timeline.of(HASTY);

    assertThat(timeline.decided()).isEqualTo(16.75);
    assertThat(timeline.end()).isEqualTo(17.25);
    assertThat(timeline.phases().get(0).from()).isZero();
    assertThat(timeline.phases().get(timeline.phases().size() - 1).to()).isEqualTo(17.25);
  }

  /** Looks during the first step and after it has changed to the second. */
  private static double beginOfSecondStep(double before, double after) {
    var looks = List.of(look(28, before), look(30, after));
    return Timeline.of(Edges.with(HASTY, looks, List.of())).phases().get(1).from();
  }

  private static RolloutStatus look(int index, double second) {
    var status = HASTY.statuses().get(index);
    var time = Performances.START.plusMillis(Math.round(second * 1_000));
    return Edges.with(status, time, status.comparison());
  }
}
