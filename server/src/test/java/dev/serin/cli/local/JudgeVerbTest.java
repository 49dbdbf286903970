package dev.serin.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Run;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeVerbTest {
  private static final String HEADER =
      "time_ms,user,role,share,latency_ms,error,loss,label_delay_ms\n";

  @TempDir
  private Path folder;

  @Test
  void judge_canaryWithErrors_printsTheChangesAndTheDecision() throws IOException {
    var run = Run.of("judge", plan("{}"), events(rows(0.3)), "-o", "json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    var lines = run.out().lines().toList();
    assertThat(lines)
        .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
        .anyMatch(line ->
            line.contains("\"gate\":\"errors\",\"state\":\"harm\"") && line.contains("\"atMs\":"));
    assertThat(last(lines))
        .startsWith("{\"decision\":\"rollback\",\"gate\":\"errors\",\"reason\":\"the canary fails")
        .contains("\"calls\":{\"stable\":")
        .contains("\"labels\":{\"stable\":")
        .contains("\"logE\":{\"errors\":");
  }

  @Test
  void judge_sameModelTwice_isUndecidedAndSaysWhatIsMissing() throws IOException {
    var run = Run.of("judge", plan("{}"), events(rows(0.01)), "-o", "json");

    assertThat(last(run.out().lines().toList()))
        .startsWith("{\"decision\":\"undecided\",\"gate\":null,\"reason\":\"missing: ")
        .contains("more labels of the canary (0 of 100)");
  }

  @Test
  void judge_forPeople_saysTheSameInWords() throws IOException {
    var run = Run.of("judge", plan("{}"), events(rows(0.3)));

    assertThat(run.out())
        .contains("errors         harm")
        .contains("rollback: errors: the canary fails more often than stable");
  }

  @Test
  void judge_packedFile_isTheSame() throws IOException {
    var plain = Run.of("judge", plan("{}"), events(rows(0.3)), "-o", "json");
    var packed = folder.resolve("events.csv.gz");
    try (var out = new OutputStreamWriter(
        new GZIPOutputStream(Files.newOutputStream(packed)), StandardCharsets.UTF_8)) {
      out.write(HEADER + rows(0.3));
    }

    assertThat(Run.of("judge", plan("{}"), packed.toString(), "-o", "json")).isEqualTo(plain);
  }

  @Test
  void judge_planThatOnlyShows_isUndecided() throws IOException {
    var run =
        Run.of("judge", plan("gates: {mode: {errors: dry_run}}"), events(rows(0.3)), "-o", "json");

    assertThat(last(run.out().lines().toList())).startsWith("{\"decision\":\"undecided\"");
    assertThat(run.out()).contains("\"gate\":\"errors\",\"state\":\"harm\"");
  }

  @Test
  void judge_mistakesInThePlan_areRefusedWithTheirPlaces() throws IOException {
    var run = Run.of("judge", plan("gates:\n  alpha: 0.1\nrolout: {}\n"), events(""));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("plan.yaml:2:3: alpha").contains("plan.yaml:3:1: rolout");
  }

  @Test
  void judge_badRow_isRefusedWithItsLine() throws IOException {
    var run = Run.of("judge", plan("{}"), events("5,u,stable,0.1,1,0,,\n4,u,stable,0.1,1,0,,\n"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("events.csv:3:").contains("(expected: ");
  }

  @Test
  void judge_lossBetween0And1WithoutAMetricForIt_isRefused() throws IOException {
    var events = events("5,u,stable,0.1,1,0,0.3,10\n");

    var run = Run.of("judge", plan("{}"), events);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("loss: 0.3").contains("expected: 0 or 1");
    assertThat(Run.of("judge", plan("quality: {metric: brier}"), events).exitCode())
        .isZero();
  }

  @Test
  void judge_noSuchFile_isRefused() throws IOException {
    var run = Run.of("judge", plan("{}"), folder.resolve("no.csv").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no.csv");
  }

  /** Two minutes at a share of 0.5, with this share of errors of the canary. */
  private static String rows(double errors) {
    var random = new SplittableRandom(3);
    var rows = new StringBuilder();
    LongStream.range(0, 6_000).forEach(call -> {
      int user = random.nextInt(2_000);
      boolean canary = user % 2 == 0;
      int error = random.nextDouble() < (canary ? errors : 0.01) ? 1 : 0;
      rows.append(1_700_000_000_000L + call * 20)
          .append(",u")
          .append(user)
          .append(canary ? ",canary" : ",stable")
          .append(",0.5,12.5,")
          .append(error)
          .append(",,\n");
    });
    return rows.toString();
  }

  private String plan(String text) throws IOException {
    return Files.writeString(folder.resolve("plan.yaml"), text).toString();
  }

  private String events(String rows) throws IOException {
    return Files.writeString(folder.resolve("events.csv"), HEADER + rows).toString();
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }
}
