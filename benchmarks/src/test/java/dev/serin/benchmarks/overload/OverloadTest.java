package dev.serin.benchmarks.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.benchmarks.ladder.servers.Place;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class OverloadTest {
  @TempDir
  private Path folder;

  @Test
  void run_shortRounds_findsEachFigureAndLeavesNoServer() throws Exception {
    var bytes = new ByteArrayOutputStream();
    var place = new Place(folder.resolve("overload"), folder.resolve("no-peers"));

    var missed = new Overload(
            place,
            new Overload.Effort(0.5, 0.5, 2),
            new PrintStream(bytes, true, StandardCharsets.UTF_8))
        .run();

    var text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text.lines().filter(line -> line.startsWith("| 2 |"))).hasSize(2);
    assertThat(text.lines().filter(line -> line.contains("(target: ")))
        .hasSize(4)
        .allMatch(line -> line.startsWith("ok   ") || missed.contains(line));
    assertThat(text).doesNotContain("NaN", "Infinity");
    assertThat(ProcessHandle.current().children()).isEmpty();
  }
}
