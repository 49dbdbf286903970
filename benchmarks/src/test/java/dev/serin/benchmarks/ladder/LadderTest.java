package dev.serin.benchmarks.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.benchmarks.ladder.report.Json;
import dev.serin.benchmarks.ladder.report.Row;
import dev.serin.benchmarks.ladder.servers.Place;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class LadderTest {
  @TempDir
  private Path folder;

  @Test
  void run_shortRounds_measuresEachRungAndLeavesNoServer() throws Exception {
    var json = folder.resolve("rows.json");
    var options = Options.of(
        "--rungs",
        "L0,L1,L2b,L3,triton",
        "--models",
        "lr16",
        "--seconds",
        "0.2",
        "--rounds",
        "1",
        "--warm-up",
        "0.1",
        "--in-flight",
        "8",
        "--json",
        json.toString(),
        "--check");
    var bytes = new ByteArrayOutputStream();
    var place = new Place(folder.resolve("ladder"), folder.resolve("no-peers"));

    new Main(options, folder, place, new PrintStream(bytes, true, StandardCharsets.UTF_8)).run();

    var text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text)
        .contains("| L1 | ", "| L2b | ", "| L3 100/0 | ", "| L0 | runs of 1 | ")
        .contains("!! MISSING triton with lr16: ", "L3 / L2b on lr16")
        .doesNotContain("FAILED");
    assertThat(Json.read(Files.readString(json)).all())
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.rps()).isPositive())
        .extracting(Row::meanBatch)
        .anyMatch(batch -> batch.isPresent());
    assertThat(ProcessHandle.current().children()).isEmpty();
  }
}
