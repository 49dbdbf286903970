package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Trial.Phase;
import dev.serin.model.Role;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the names under which evidence is on disk. */
class EvidenceNamesTest {
  private static final BigDecimal P95 = new BigDecimal("0.950");

  @Test
  void series_areThoseOnDisk() {
    var series = Stream.of(
        Series.CALLS,
        Series.CAPPED,
        Series.CAPPED.in(Phase.SHADOW),
        Series.LABELS,
        Series.MATURED,
        Series.COHORTS_SEEN,
        Series.COVERAGE,
        Series.COVERAGE_UP,
        Series.COVERAGE_DOWN,
        Series.OUTSIDE,
        Series.LOSSES,
        Series.QUALITY_HARM,
        Series.QUALITY_OK,
        Series.PAIRS,
        Series.PAIRS_HARM,
        Series.PAIRS_OK,
        Series.ERRORS_ALL,
        Series.USERS,
        Series.SRM,
        Series.COPIES,
        Series.WATCH_CALLS,
        Series.WATCH_SLOW,
        Series.WATCH_SLOW.calls(),
        Series.WATCH_FAILED,
        Series.delays(Role.CANARY),
        Series.delays(Role.STABLE));

    assertThat(series.map(each -> each.name() + " " + each.width()))
        .containsExactly(
            "calls 2",
            "capped 2",
            "shadow.capped 2",
            "labels 4",
            "matured 4",
            "cohorts 1",
            "coverage 4",
            "coverage/up 12",
            "coverage/down 12",
            "mismatch/outside 4",
            "quality/losses 6",
            "quality/harm 16",
            "quality/ok 16",
            "quality/pairs 4",
            "quality/pairs/harm 16",
            "quality/pairs/ok 16",
            "errors.slo 4",
            "users 2",
            "srm 1",
            "shadow.copies 2",
            "watch.calls 1",
            "watch.change/slow 13",
            "watch.change/slow/calls 2",
            "watch.change/failed 13",
            "delays/canary 128",
            "delays/stable 128");
  }

  @Test
  void alarms_areThoseOnDisk() {
    var alarms = Stream.of(
        Alarm.ERRORS,
        Alarm.ERRORS.floor(),
        Alarm.ERRORS.in(Phase.SHADOW).floor(),
        Alarm.ERRORS_SLO,
        Alarm.STABLE_ERRORS_SLO,
        Alarm.latency(P95),
        Alarm.LATENCY_SLO,
        Alarm.STABLE_SLOWER,
        Alarm.ABANDONED,
        Alarm.QUALITY,
        Alarm.COVERAGE,
        Alarm.MISMATCH,
        Alarm.SRM,
        Alarm.MISPLACED,
        Alarm.SERVICE_SLO,
        Alarm.SERVICE_STABLE.in(3),
        Alarm.WATCH_ERRORS,
        Alarm.WATCH_LATENCY,
        Alarm.WATCH_CHANGE);

    assertThat(alarms.map(Alarm::name))
        .containsExactly(
            "errors",
            "errors.floor",
            "shadow.errors.floor",
            "errors.slo",
            "errors.slo.stable",
            "latency.q95",
            "latency.slo",
            "latency.stable",
            "abandoned",
            "quality",
            "coverage",
            "mismatch",
            "srm",
            "srm.misplaced",
            "service.slo",
            "service.stable#3",
            "watch.errors",
            "watch.latency",
            "watch.change");
  }

  @Test
  void marks_areThoseOnDisk() {
    var marks = Stream.of(
        Mark.LAST_CALL,
        Mark.LAST_CANARY_CALL,
        Mark.LAST_LABEL,
        Mark.CELLS_CLOSED,
        Mark.COHORTS_SINCE,
        Mark.SERVICE_STABLE,
        Mark.SRM_UNKNOWN,
        Mark.RUN_LENGTH,
        Mark.latency(P95));

    assertThat(marks.map(Mark::name))
        .containsExactly(
            "calls.last",
            "calls.last.canary",
            "labels.last",
            "cohorts.closed",
            "cohorts.since",
            "service.stable",
            "srm.unknown",
            "watch.change",
            "latency.q95");
  }
}
