package dev.serin.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Run;
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

  private static final String PLAN = """
      models:
        digits:
          quality: {metric: accuracy, output: output}
          rollout:
            candidate: 2
            steps: [0.01, 0.05, 0.25, 0.50, 1.0]
            shadow: {}
            requireApproval: [0.50]
            advanceWindows: ["Mon-Fri 08:00-17:00 Europe/Berlin"]
      """;

  private static final String UNCOMPARED = ": ok, not checked against models (--models DIR)\n";

  @TempDir
  private Path folder;

  @Test
  void lint_noMistake_exits0() throws IOException {
    var file = write("models: {digits: {split: {1: 1}}}\n");

    assertThat(Run.of("lint", file)).isEqualTo(new Run(0, file + UNCOMPARED, ""));
  }

  @Test
  void lint_forcedUsers_areKnown() throws IOException {
    var file = write("models: {digits: {forceStable: [owner], forceCanary: [tester]}}\n");

    assertThat(Run.of("lint", file)).isEqualTo(new Run(0, file + UNCOMPARED, ""));
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
        .isEqualTo(new Run(
            1, file + ":3:12: weight: 0.5 + 0.3 + 0.25 = 1.05 (expected: exactly 1)\n", ""));
  }

  @Test
  void lint_missingFile_exits1() {
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

  /** As the README lays it out. */
  @Test
  void lint_folderCalledModels_isComparedWith() throws IOException {
    var file = write("models: {digits: {split: {1: 0.5, 9: 0.5}}}\n");
    var version = Files.createDirectories(folder.resolve("models/digits/1"));
    Files.copy(Path.of(MODELS, "digits/1/model.onnx"), version.resolve("model.onnx"));

    assertThat(Run.of("lint", file).out())
        .isEqualTo(file + ": models.digits.split: version 9 (expected: one of [1])\n");
  }

  @Test
  void lint_otherFolder_isLookedAtInstead() throws IOException {
    var file = write("models: {digits: {split: {9: 1}}}\n");

    assertThat(Run.of("lint", file, "--models", MODELS).out())
        .isEqualTo(file + ": models.digits.split: version 9 (expected: one of [1, 2, 3])\n");
  }

  @Test
  void lint_allThere_exits0() throws IOException {
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

  @Test
  void lint_candidateThatIsNotThere_isNamed() throws IOException {
    var file = write(PLAN.replace("candidate: 2", "candidate: 7"));

    assertThat(Run.of("lint", file, "--models", MODELS).out())
        .isEqualTo(
            file + ": models.digits.rollout: candidate: version 7 (expected: one of [1, 2, 3])\n");
  }

  @Test
  void lint_planWithoutMeasuredQuality_isNamed() throws IOException {
    var file = write("models: {digits: {rollout: {}}}\n");

    assertThat(Run.of("lint", file))
        .isEqualTo(new Run(
            1,
            file + ": models.digits.rollout: quality is required but not measured"
                + " (expected: a quality block, or gates: {quality: {required: false}})\n",
            ""));
  }

  @Test
  void lint_planWithoutRequiredQuality_exits0() throws IOException {
    var file = write("models: {digits: {rollout: {}, gates: {quality: {required: false}}}}\n");

    assertThat(Run.of("lint", file)).isEqualTo(new Run(0, file + UNCOMPARED, ""));
  }

  @Test
  void lint_callsPerSecond_saysWhatThePlanNeeds() throws IOException {
    var file = write(PLAN);

    assertThat(Run.of("lint", file, "--calls-per-second", "50", "--labels", "0.5"))
        .isEqualTo(new Run(0, file + UNCOMPARED + """

            digits: needs at 50 calls/s, 50 % of them labelled, if the candidate is as good as stable,
            with 0.2 % errors and a mean loss of 0.1
            SHARE   EVIDENCE      CALLS  USERS  LABELS  TIME  LONGEST
            shadow  -             200    -      -       5m    duration
            1 %     no_harm       300    50     -       10m   calls
            5 %     no_harm       300    50     -       10m   bake
            25 %    no_harm       300    50     -       10m   bake
            50 %    non_inferior  300    175    872     10m   bake
            promoted after 45m, then watched for 1h
            note: add the time from a prediction to its label
            note: leaving the step of 50 % needs an approval
            note: the share is raised only within Mon-Fri 08:00-17:00 Europe/Berlin
            """, ""));
  }

  @Test
  void lint_callsPerSecond_saysWhatStopsThePlan() throws IOException {
    var file = write(PLAN);

    var run = Run.of("lint", file, "--calls-per-second", "0.2", "--labels", "0");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("note: the step of 1 % pauses after 6h (stepTimeout): INCONCLUSIVE_TIMEOUT\n")
        .contains("note: the step of 50 % pauses after 2h without labels: NO_LABELS\n")
        .contains("\nnever promoted\n");
  }

  @Test
  void lint_callsPerSecondAsJson_isInTheObject() throws IOException {
    var file = write(PLAN);

    var run = Run.of("lint", file, "--calls-per-second", "50", "-o", "json");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("{\"file\":\"" + file + "\",\"problems\":[],\"plans\":[{\"model\":\"digits\","
            + "\"callsPerSecond\":50.0,\"labels\":0.5,\"errors\":0.002,\"loss\":0.1,\"phases\":["
            + "{\"share\":\"0\",\"evidence\":null,\"calls\":200,\"users\":0,\"labels\":0,"
            + "\"seconds\":300,\"longest\":\"duration\"},")
        .contains("{\"share\":\"0.05\",\"evidence\":\"no_harm\",\"calls\":300,\"users\":50,"
            + "\"labels\":0,\"seconds\":600,\"longest\":\"bake\"}")
        .contains("\"secondsToPromotion\":");
  }

  @Test
  void lint_callsPerSecondWithoutPlan_saysSo() throws IOException {
    var file = write("models: {digits: {split: {1: 1}}}\n");

    assertThat(Run.of("lint", file, "--calls-per-second", "50").out())
        .isEqualTo(
            file + UNCOMPARED + "no model has a rollout block, so there is no plan to show\n");
  }

  @Test
  void lint_rateOutOfBounds_isWrongUsage() throws IOException {
    var file = write(PLAN);

    assertThat(Run.of("lint", file, "--calls-per-second", "5", "--labels", "2"))
        .isEqualTo(new Run(64, "", "serin: --labels: 2.0 (expected: from 0 to 1)\n"));
  }

  @Test
  void lint_labelsWithoutCalls_isWrongUsage() throws IOException {
    var run = Run.of("lint", write(PLAN), "--labels", "0.5");

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).contains("--calls-per-second");
  }

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("serin.yaml"), text).toString();
  }
}
