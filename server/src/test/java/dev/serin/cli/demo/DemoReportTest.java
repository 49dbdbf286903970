package dev.serin.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.console.Console;
import dev.serin.demo.Performance;
import dev.serin.demo.Played;
import dev.serin.demo.report.Edges;
import dev.serin.demo.report.Performances;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoReportTest {
  private static final Played BETTER = Performances.better();

  @Test
  void print_threeActs_isTheTableAndHowEachEnded() {
    assertThat(printed(Performances.three(), /* json= */ false)).isEqualTo("""

            ACT  VERSION    CALLS  VIEWERS  LABELS  WATCHED TO THE END [95 %]  TRUE RATE  P95
            1    v1 stable  11160  1860     3720    51.6 % [49.2, 53.2]        51.2 %     1.31 ms
                 v2 canary  2520   420      840     56.1 % [51.2, 60.2]        55.7 %     1.35 ms
            2    v1 stable  5192   865      1730    51.6 % [49.2, 53.2]        51.2 %     1.31 ms
                 v3 canary  1172   195      390     39.6 % [34.7, 43.7]        39.2 %     1.35 ms
            3    v1 stable  2945   490      981     51.6 % [49.2, 53.2]        51.2 %     1.31 ms
                 v4 canary  665    110      221     57.6 % [52.7, 61.7]        57.2 %     14.70 ms
            act 1  v2 has all viewers after 36.0 s, decided at 50 %
            act 2  RolledBack to v1 after 16.8 s, decided at 25 %
            act 3  RolledBack to v1 after 9.5 s, decided at 10 %

            all acts ended as expected, in 83 s with seed 7
            next     ./serin demo --report DIR   these rollouts as a page with charts
                     ./serin demo --stay         keep the gateway running, to look around
                     ./serin serve               serve your own models: README.md
                     server/docs/gates.md        how gates judge; server/docs/rollouts.md: what follows
            """);
  }

  @Test
  void print_json_isOneLine() {
    assertThat(printed(Performances.three(), /* json= */ true).lines())
        .singleElement()
        .asString()
        .startsWith("{\"right\":true,\"seed\":7,\"speed\":1.0,\"seconds\":83.4,\"calibration\":{")
        .contains(
            "\"version\":4,\"p95Ms\":1.34,\"limitMs\":5.0,\"callMs\":0.61,\"lookMs\":0.83,"
                + "\"looks\":14,\"callsPerSecond\":220.0},",
            "{\"act\":3,\"right\":true,\"state\":\"ROLLED_BACK\",\"expected\":\"ROLLED_BACK\","
                + "\"gate\":\"latency.q95\",",
            "\"share\":\"0.1\",\"resumes\":0,\"failures\":0,\"stable\":{\"version\":1,\"calls\":");
  }

  @Test
  void outcome_promoted_isSaidPlainly() {
    assertThat(DemoReport.outcome(BETTER))
        .isEqualTo("v2 has all viewers after 36.0 s, decided at 50 %");
  }

  @Test
  void outcome_resumedWithCallsUnanswered_saysBoth() {
    assertThat(DemoReport.outcome(Edges.interrupted(BETTER, 2, 3)))
        .endsWith(" decided at 50 %; resumed 2 times; 3 calls got no answer");
  }

  @Test
  void outcome_notRight_saysWhatWasExpected() {
    assertThat(DemoReport.outcome(Edges.titled(Performances.slow(), "slow", false)))
        .endsWith("; expected: COMPLETED");
  }

  @Test
  void outcome_notDecided_isGivenUp() {
    assertThat(DemoReport.outcome(Edges.momentary()))
        .isEqualTo("Preflight after 0.0 s, given up at 0 %; expected: ROLLED_BACK by quality");
  }

  private static String printed(Performance performance, boolean json) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var console = Console.of(stream, stream, Map.of(), /* terminal= */ false);
    new DemoReport(console, json).print(performance);
    return out.toString(StandardCharsets.UTF_8);
  }
}
