package dev.serin.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.BatchSettings;
import dev.serin.model.Dispatcher.Ending.Refused;
import dev.serin.model.Dispatcher.Request;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** At most as many runs of a version at a time as are allowed, on three runners. */
class MaxRunsTest {
  private static final int RUNNERS = 3;

  private final LoadedVersion one = version("m", 1);
  private final TestTraffic traffic = new TestTraffic(one);
  private final Schedule schedule = new Schedule(RUNNERS, traffic);
  private final ModelQueues model = new ModelQueues("m", traffic);
  private final VersionQueue queue = model.queue(one);

  @Test
  void next_withoutALimit_usesAllRunners() {
    submit(queue, 4);

    assertThat(List.of(take(), take(), take())).hasSize(RUNNERS);
  }

  @Test
  void next_limitReached_waitsForTheEndOfARun() {
    limit(2);
    submit(queue, 3);
    var first = take();
    var second = take();
    assertThat(schedule.next(null, 0).batch()).isNull();

    var third = schedule.next(first, 0).batch();

    assertThat(third).isNotNull();
    assertThat(schedule.next(second, 0)).isEqualTo(new Schedule.Turn(null, Long.MAX_VALUE));
  }

  @Test
  void next_limitReached_leavesRunnersToOtherVersionsAndModels() {
    limit(1);
    var other = model.queue(version("m", 2));
    var elsewhere = new ModelQueues("n", traffic).queue(version("n", 1));
    submit(queue, 2);
    submit(other, 1);
    submit(elsewhere, 1);

    assertThat(List.of(take(), take(), take()))
        .extracting(Batch::queue)
        .containsExactlyInAnyOrder(queue, other, elsewhere);
  }

  @Test
  void next_limitRaised_counts() {
    limit(1);
    submit(queue, 2);
    var unused = take();
    assertThat(schedule.next(null, 0).batch()).isNull();

    limit(2);

    assertThat(take().queue()).isSameAs(queue);
  }

  /** Three runners would take a second and a third, one takes four. */
  @Test
  void refusal_limit_countsItsRunnersOnly() {
    one.runTimes().add(1, 1, Duration.ofSeconds(1).toNanos());
    submit(queue, 4);
    var settings = traffic.settings;
    traffic.settings =
        new BatchSettings(settings.maxBatch(), Duration.ZERO, Duration.ofSeconds(3), 1);
    var waits = new WaitEstimate(schedule);
    assertThat(waits.refusal(queue, pending(), 0)).isNull();

    limit(1);

    assertThat(waits.refusal(queue, pending(), 0))
        .isEqualTo(
            new Refused(Duration.ofSeconds(4).toNanos(), Duration.ofSeconds(3).toNanos(), false));
  }

  private void limit(int runs) {
    var now = traffic.settings;
    traffic.settings = new BatchSettings(
        now.maxBatch(), Duration.ZERO, now.maxQueueWait(), 1, OptionalInt.of(runs));
  }

  private void submit(VersionQueue to, int requests) {
    for (int i = 0; i < requests; i++) {
      if (to.add(pending())) {
        schedule.submitted(to);
      }
    }
  }

  private Batch take() {
    return Objects.requireNonNull(schedule.next(null, 0).batch(), "batch");
  }

  private static Pending pending() {
    var request = new Request(
        Map.of("x", RowsPredictor.rows(1)), List.of(), OptionalLong.empty(), bytes -> {});
    return new Pending(request, 1, 0, run -> {});
  }

  /** A version whose requests do not share runs. */
  private static LoadedVersion version(String name, long number) {
    var version = new LoadedVersion(new VersionId(name, number), "a", new RowsPredictor());
    version.batchLimit().turnOff("for this test");
    return version;
  }
}
