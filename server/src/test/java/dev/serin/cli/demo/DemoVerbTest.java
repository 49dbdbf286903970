package dev.serin.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Run;
import dev.serin.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("long")
public class DemoVerbTest {
  @TempDir
  Path folder;

  @Test
  void demo_allActs_endAsTheyMust() {
    var run = Run.of("demo", "--speed", "3", "-o", "json", "--report", folder.toString());

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out().lines())
        .singleElement()
        .asString()
        .startsWith("{\"right\":true,\"seed\":1,")
        .contains("\"act\":1,\"right\":true,\"state\":\"COMPLETED\"")
        .containsPattern("\"state\":\"COMPLETED\".*\"share\":\"0.5\".*\"act\":2,")
        .contains("\"gate\":\"quality\"")
        .containsPattern(
            "\"gate\":\"latency\\.q9[59]\",\"detail\":\"[^\"]*, mostly (running|waiting)")
        .containsPattern(
            "\"act\":4,\"right\":true.*took more than 1\\.0 GiB.*\"cause\":\"CRASHED\"")
        .doesNotContainPattern("\"act\":4,.*\"failures\":[1-9]");
    assertThat(folder).isDirectoryContaining("glob:**/index.html");
  }

  @Test
  void demo_oneActForPeople_tellsTheStoryAndTheTable() {
    var run = Run.with(Map.of(), /* terminal= */ false, "demo", "--act", "2", "--speed", "3");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .startsWith("A streaming service recommends what to watch next, and ships a new model.\n")
        .contains("\nAct 2  trained in haste: ")
        .contains("watch-next rollout #1 Ramping step 1/5 set 5 %")
        .contains("=> RolledBack to v2, quality: ")
        .contains("\nACT  VERSION")
        .contains("all acts ended as expected, in ");
  }

  @Test
  void demo_onATerminal_isLive() throws IOException {
    var run = Run.with(Map.of(), /* terminal= */ true, "demo", "--act", "2", "--speed", "3");

    assertThat(run.out()).contains("\u001b[?25l").contains("v3 canary").contains("\u001b[?25h");
  }

  @Test
  void demo_reportInAFile_isRefusedBeforeItBegins() throws IOException {
    var file = Files.createFile(folder.resolve("file"));

    assertThat(Run.of("demo", "--report", file.toString()))
        .isEqualTo(new Run(
            ExitCode.USAGE,
            "",
            "serin: --report: " + file
                + " (expected: a folder that can be created and written)\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "--act, 0, --act: 0 (expected: 1 to 4)",
    "--act, 5, --act: 5 (expected: 1 to 4)",
    "--act, -1, --act: -1 (expected: 1 to 4)",
    "--speed, 0, --speed: 0.0 (expected: 0.1 to 10.0)"
  })
  void demo_badOption_saysWhatIsExpected(String option, String value, String message) {
    var run = Run.of("demo", option, value);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).isEqualTo("serin: " + message + "\n");
  }
}
