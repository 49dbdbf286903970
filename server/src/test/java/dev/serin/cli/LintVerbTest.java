package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintVerbTest {
  private static final String MODELS = "../models/repository";
  private static final String WRONG = """
      runers: 2
      models:
        digits:
          split: {1: 0.95, 2: 0.06}
      """;

  @TempDir
  private Path folder;

  @Test
  void lint_noMistake_endsWith0() throws IOException {
    var file = write("models: {digits: {split: {1: 1}}}\n");

    assertThat(Run.of("lint", file)).isEqualTo(new Run(0, file + ": ok\n", ""));
  }

  @Test
  void lint_mistakes_areAllShownWithTheirPlaces() throws IOException {
    var file = write(WRONG);

    var run = Run.of("lint", file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.out())
        .startsWith(file + ":1:1: ")
        .contains("runners")
        .contains(file + ":4:12: ")
        .contains("0.95 + 0.06 = 1.01 (expected: exactly 1)");
  }

  @Test
  void lint_json_isOneObject() throws IOException {
    var file = write(WRONG);

    var run = Run.of("lint", file, "-o", "json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .startsWith(
            "{\"file\":\"" + file + "\",\"problems\":[{\"line\":1,\"column\":1,\"message\":\"")
        .contains("{\"line\":4,\"column\":12,")
        .endsWith("}]}\n");
  }

  @Test
  void lint_mistakeInTheGates_isShownWithItsPlace() throws IOException {
    var file = write("models:\n  digits:\n    gates: {errors: {weight: 0.5}}\n");

    assertThat(Run.of("lint", file))
        .isEqualTo(
            new Run(1, file + ":3:12: weight: 0.5 + 0.3 + 0.3 = 1.1 (expected: exactly 1)\n", ""));
  }

  @Test
  void lint_missingFile_endsWith1() {
    var file = folder.resolve("none.yaml").toString();

    assertThat(Run.of("lint", file))
        .isEqualTo(new Run(1, file + ": file: missing (expected: a readable file)\n", ""));
  }

  @Test
  void lint_whatTheRepositoryBesideItHasNot_isNamed() throws IOException {
    var file = write("""
        models:
          churn: {split: {1: 1}}
          digits: {split: {1: 0.5, 9: 0.5}, quality: {metric: accuracy, output: nope}}
        """);
    var version = Files.createDirectories(folder.resolve("repository/digits/1"));
    Files.copy(Path.of(MODELS, "digits/1/model.onnx"), version.resolve("model.onnx"));

    assertThat(Run.of("lint", file))
        .isEqualTo(new Run(
            1,
            file + ": models: churn (expected: one of [digits])\n"
                + file + ": models.digits.split: version 9 (expected: one of [1])\n"
                + file + ": models.digits.quality: output: nope (expected: one of [output])\n",
            ""));
  }

  @Test
  void lint_otherFolder_isLookedAtInstead() throws IOException {
    var file = write("models: {digits: {split: {9: 1}}}\n");

    assertThat(Run.of("lint", file, "--models", MODELS).out())
        .isEqualTo(file + ": models.digits.split: version 9 (expected: one of [1, 2, 3])\n");
  }

  @Test
  void lint_allThere_endsWith0() throws IOException {
    var file =
        write("models: {digits: {split: {1: 1}, quality: {metric: accuracy, output: output}}}\n");

    assertThat(Run.of("lint", file, "--models", MODELS)).isEqualTo(new Run(0, file + ": ok\n", ""));
  }

  @Test
  void lint_folderThatIsNotThere_isWrongUsage() throws IOException {
    var file = write("models: {digits: {split: {1: 1}}}\n");

    assertThat(Run.of("lint", file, "--models", "none"))
        .isEqualTo(new Run(64, "", "serin: --models: none (expected: a folder)\n"));
  }

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("serin.yaml"), text).toString();
  }
}
