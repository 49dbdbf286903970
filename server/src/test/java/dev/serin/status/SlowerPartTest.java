package dev.serin.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.Role;
import dev.serin.split.Share;
import dev.serin.status.VersionReport.Latencies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlowerPartTest {
  private static final VersionReport STABLE = report(1, Role.STABLE, 50, 2.0, 0.3, 1.5);

  @Test
  void notes_canaryWhoseRunsAreLonger_saysSo() {
    assertThat(SlowerPart.notes(List.of(STABLE, report(2, Role.CANARY, 50, 8.1, 0.4, 7.6))))
        .containsExactly("version 2 is slower than stable, mostly running the model: p95 8.10 ms"
            + " against 2.00, running the model 7.60 against 1.50, waiting for a runner 0.40 against"
            + " 0.30");
  }

  @Test
  void notes_canaryThatWaitsLonger_saysSo() {
    assertThat(SlowerPart.notes(List.of(STABLE, report(2, Role.CANARY, 50, 8.1, 6.4, 1.6))))
        .singleElement()
        .asString()
        .contains("mostly waiting for a runner");
  }

  @Test
  void notes_equalOrFewOrPinned_isNone() {
    assertThat(SlowerPart.notes(List.of(STABLE, report(2, Role.CANARY, 50, 2.3, 0.3, 1.9))))
        .isEmpty();
    assertThat(SlowerPart.notes(List.of(STABLE, report(2, Role.CANARY, 49, 8.1, 0.4, 7.6))))
        .isEmpty();
    assertThat(SlowerPart.notes(List.of(STABLE, report(2, Role.PINNED, 50, 8.1, 0.4, 7.6))))
        .isEmpty();
  }

  private static VersionReport report(
      long version, Role role, long calls, double all, double queue, double inference) {
    return new VersionReport(
        version,
        role,
        Share.ZERO,
        0,
        0,
        calls,
        Map.of(),
        Map.of(),
        Optional.of(new Latencies(of(calls, all), of(calls, queue), of(calls, inference))),
        1,
        Optional.empty());
  }

  private static Latency of(long calls, double p95) {
    return new Latency(calls, 0, p95, 0, 0);
  }
}
