package dev.serin.status;

import static dev.serin.status.CallRecords.failed;
import static dev.serin.status.CallRecords.fallbackOutcome;
import static dev.serin.status.CallRecords.fellBack;
import static dev.serin.status.CallRecords.ok;
import static dev.serin.status.CallRecords.outcome;
import static dev.serin.status.CallRecords.unrouted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.serin.feedback.quality.Metric;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StatusBooksTest {
  private long millis = 1_000;
  private final StatusBooks books = new StatusBooks(() -> Instant.ofEpochMilli(millis));

  @Test
  void reports_areOfEachVersionAndRoleInOrder() {
    books.finished(ok(2, Role.PINNED, 1));
    books.finished(ok(2, Role.CANARY, 1));
    books.finished(ok(1, Role.STABLE, 1));

    assertThat(reports(1))
        .extracting(VersionReport::version, VersionReport::role)
        .containsExactly(tuple(1L, Role.STABLE), tuple(2L, Role.CANARY), tuple(2L, Role.PINNED));
  }

  @Test
  void slower_saysWhichPartOfACanarysCallsIs() {
    for (int i = 0; i < 50; i++) {
      books.finished(ok(1, Role.STABLE, 1));
      books.finished(CallRecords.taking(2, Role.CANARY, 9, 8));
      books.finished(CallRecords.taking(3, Role.CANARY, 3, 2));
    }

    assertThat(books.slower("m", 2)).get().asString().contains("mostly running the model");
    assertThat(books.slower("m", 3)).isEmpty();
  }

  @Test
  void reports_realShare_leavesOutPinnedCalls() {
    books.finished(ok(2, Role.PINNED, 1));
    books.finished(ok(2, Role.CANARY, 1));
    books.finished(ok(1, Role.STABLE, 1));

    assertThat(reports(1)).extracting(VersionReport::shareReal).containsExactly(0.5, 0.5, 0.0);
  }

  @Test
  void reports_revisionCalls_areThoseThatTheSplitGaveTheVersion() {
    books.finished(ok(2, Role.PINNED, 1));
    books.finished(ok(2, Role.CANARY, 1));
    books.finished(ok(1, Role.STABLE, 1));
    books.finished(ok(1, Role.STABLE, 1));

    assertThat(reports(1)).extracting(VersionReport::revisionCalls).containsExactly(2L, 1L, 0L);
    assertThat(reports(2)).extracting(VersionReport::revisionCalls).containsOnly(0L);
  }

  @Test
  void reports_realShare_beginsAnewWithARevision() {
    books.finished(ok(1, Role.STABLE, 1));
    books.finished(ok(2, Role.CANARY, 2));

    assertThat(reports(2)).extracting(VersionReport::shareReal).containsExactly(0.0, 1.0);
  }

  @Test
  void finished_fallback_isAnErrorOfTheCanaryWhoseUserItIs() {
    books.finished(fellBack(1, 2));

    assertThat(reports(1)).extracting(VersionReport::calls).containsExactly(1L, 1L);
    assertThat(reports(1))
        .extracting(VersionReport::errors)
        .containsExactly(Map.of(), Map.of("FALLBACK", 1L));
    assertThat(reports(1)).extracting(VersionReport::shareReal).containsExactly(0.0, 1.0);
  }

  @Test
  void accept_labelOfAFallback_isInNoBook() {
    books.accept(fallbackOutcome(1));

    assertThat(reports(1)).isEmpty();
  }

  @Test
  void finished_withoutAVersion_isInNoBook() {
    books.finished(unrouted("m", CallStatus.UNAVAILABLE, Fault.GATEWAY));

    assertThat(reports(1)).isEmpty();
  }

  @Test
  void restartQuality_forgetsTheOutcomesOfThatModelAndNothingElse() {
    books.finished(ok(2, Role.CANARY, 4));
    books.accept(outcome(2, 1, 2_000, 3_000));
    long calls = reports(1).get(0).calls();

    books.restartQuality("other");
    assertThat(quality().labels()).isEqualTo(1);
    millis = 5_000;
    books.restartQuality("m");
    assertThat(quality().labels()).isZero();
    assertThat(reports(1).get(0).calls()).isEqualTo(calls);
    books.finished(ok(2, Role.CANARY, 4));
    books.accept(outcome(2, 0, 6_000, 7_000));

    assertThat(quality().labels()).isEqualTo(1);
    assertThat(books.startMillis()).isEqualTo(1_000);
  }

  @Test
  void accept_countsForTheVersionThatServed() {
    books.accept(outcome(2, 0, 2_000, 3_000));

    var quality = QualitySettings.of(Metric.ACCURACY, "y", List.of(), OptionalDouble.empty());
    var report = books.reports("m", 1, Optional.of(quality)).get(0);
    assertThat(report.version()).isEqualTo(2);
    assertThat(report.quality().orElseThrow().labels()).isEqualTo(1);
  }

  @Test
  void reports_withoutQualitySettings_haveNoQuality() {
    books.finished(ok(1, Role.STABLE, 1));

    assertThat(reports(1).get(0).quality()).isEmpty();
    assertThat(books.reports("other", 1, Optional.empty())).isEmpty();
  }

  @Test
  void forget_versionThatIsNotLoaded_dropsItsNumbers() {
    books.finished(ok(1, Role.STABLE, 1));
    books.finished(ok(2, Role.CANARY, 1));
    books.finished(ok(2, Role.PINNED, 1));
    var pool = new VersionPool();
    pool.put(VersionStatus.ready(
        new LoadedVersion(new VersionId("m", 1), "a", new FakePredictor()), ""));
    pool.put(VersionStatus.rejected(new VersionId("m", 2), "broken"));

    books.forget(pool);

    assertThat(reports(1)).extracting(VersionReport::version).containsExactly(1L);
    assertThat(reports(1)).extracting(VersionReport::shareReal).containsExactly(0.5);
  }

  @Test
  void turn_movesTheWindowsOfAllVersions() {
    books.finished(ok(1, Role.STABLE, 1));

    for (int turn = 0; turn < LatencyWindow.SLICES; turn++) {
      books.turn();
    }

    assertThat(reports(1).get(0).latencies().orElseThrow().endToEnd().count()).isZero();
    assertThat(reports(1).get(0).calls()).isEqualTo(1);
  }

  private List<VersionReport> reports(long revision) {
    return books.reports("m", revision, Optional.empty());
  }

  private Quality quality() {
    var settings = QualitySettings.of(Metric.ABSOLUTE_ERROR, "y", List.of(), OptionalDouble.of(10));
    return books.reports("m", 1, Optional.of(settings)).get(0).quality().orElseThrow();
  }

  @Test
  void sums_areOfAllRolesOfAVersion() {
    books.finished(ok(2, Role.PINNED, 1));
    millis = 2_000;
    books.finished(ok(2, Role.CANARY, 1));
    millis = 3_000;
    books.finished(failed(2, Role.CANARY, CallStatus.INTERNAL, Fault.VERSION));
    books.finished(ok(1, Role.STABLE, 1));

    assertThat(books.sums(new VersionId("m", 2)))
        .isEqualTo(new CallSums(2, 6_000_000, 1, 3_000_000, 2_000_000, 4_000_000, 2, 2_000));
    assertThat(books.sums(new VersionId("m", 3))).isEqualTo(CallSums.NONE);
  }

  @Test
  void sums_ofACallThatFellBack_areAnAnswerOfStableAndAFailureOfTheCanary() {
    books.finished(fellBack(1, 2));

    assertThat(books.sums(new VersionId("m", 1)).answered()).isEqualTo(1);
    assertThat(books.sums(new VersionId("m", 2)).failed()).isEqualTo(1);
    assertThat(books.sums(new VersionId("m", 2)).answered()).isZero();
  }
}
