package dev.serin.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Run;
import dev.serin.client.Rollout;
import dev.serin.client.RolloutChange;
import dev.serin.onnx.OnnxModels;
import dev.serin.server.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb and a real gateway with the digits model's version 1. */
@Tag("long")
class DeployVerbTest {
  private static final Path VERSION_2 = Path.of("..", "models/repository/digits/2/model.onnx");
  private static final String CONFIG =
      "models:\n  digits:\n    split: {1: 1}\n" + TestGateway.QUALITY;

  @TempDir
  private Path folder;

  private TestGateway serin;

  @BeforeEach
  void start() throws Exception {
    serin = TestGateway.start(folder, CONFIG, 1);
  }

  @AfterEach
  void stop() {
    serin.close();
  }

  @Test
  void deploy_canaryAndWatch_isTheFirstStepAndHasTheExitCodesOfTheStatus() {
    var run = deploy(
        VERSION_2, "digits", "--canary", "0.2", "--reason", "a test", "--watch", "--timeout", "1s");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out())
        .startsWith("digits/2 is in " + folder.resolve("repository/digits/2"))
        .contains("rollout #1 of version 2 started; stable is version 1\n");
    var rollout = serin.admin().rollout("digits").rollout();
    assertThat(rollout.steps()).containsExactly("0.2", "0.25", "0.5", "1");
    assertThat(serin.admin().rolloutHistory("digits", 0))
        .last()
        .satisfies(
            start -> assertThat(start.reason()).isEqualTo("rollout #1 of version 2: a test"));
  }

  @Test
  void deploy_noRollout_givesUsersOnlyIfAsked() throws Exception {
    assertThat(deploy(VERSION_2, "digits", "--no-rollout").out())
        .endsWith("digits/2 is READY and has no users\n");
    assertThat(serin.admin().split("digits").split()).isEqualTo(Map.of(1L, "1"));

    assertThat(deploy(VERSION_2, "digits", "--no-rollout", "--canary", "0.05").out())
        .endsWith("digits/3 is READY; revision 2 gives it 0.05 of the users; take them back with"
            + " ./serin split set digits 1=1\n");
    assertThat(serin.admin().split("digits").split()).isEqualTo(Map.of(1L, "0.95", 3L, "0.05"));

    assertThat(deploy(model(OnnxModels.add(1, -1, 3)), "fraud").out())
        .endsWith("fraud/1 is READY and serves everybody: it is the model's first version\n");
    assertThat(serin.admin().split("fraud").split()).isEqualTo(Map.of(1L, "1"));
  }

  /** The gateway decides; the version stays, without users. */
  @Test
  void deploy_rolloutThatIsRefused_saysWhyAndHowToGoOn() {
    assertThat(deploy(VERSION_2, "digits", "-o", "json").out())
        .hasLineCount(2)
        .startsWith("{\"model\":\"digits\",\"version\":2,")
        .contains("\n{\"model\":\"digits\",");
    assertThat(serin.admin().rollout("digits").rollout().steps())
        .containsExactly("0.05", "0.1", "0.25", "0.5", "1");
    serin.admin().abortRollout(RolloutChange.of("digits").withReason("a test"));

    var refused = deploy(VERSION_2, "digits");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .startsWith("serin: digits/3 is READY and has no users: cooldownAfterRollback: ")
        .endsWith("; then ./serin rollout start digits --candidate 3\n");
    assertThat(serin.admin().split("digits").split()).isEqualTo(Map.of(1L, "1"));

    assertThat(deploy(VERSION_2, "digits", "--force").out())
        .endsWith("follow it with ./serin rollout status digits --watch\n");
    assertThat(serin.admin().rollout("digits").rollout())
        .returns(4L, Rollout::candidate)
        .returns(2L, Rollout::number);
  }

  @Test
  void deploy_canaryOfAFirstVersion_isRefused() throws Exception {
    var run = deploy(model(OnnxModels.add(1, -1, 3)), "fraud", "--canary", "0.05");

    assertThat(run)
        .isEqualTo(new Run(
            1,
            "",
            "serin: --canary: a model's first version serves everybody, and fraud has none yet"
                + " (expected: no --canary)\n"));
    assertThat(folder.resolve("repository/fraud")).doesNotExist();
  }

  @Test
  void deploy_modelThatCannotBeServed_isRefusedAndNotCopied() throws Exception {
    var run = deploy(model(OnnxModels.unknownOperator(-1, 3)), "digits");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("serin: digits/2 would be REJECTED: ");
    assertThat(folder.resolve("repository/digits/2")).doesNotExist();
  }

  @Test
  void deploy_wrongArguments_areWrongUsage() {
    assertThat(deploy(VERSION_2, "digits", "--canary", "1").err())
        .isEqualTo("serin: --canary: 1 (expected: a share between 0 and 1, such as 0.05)\n");
    assertThat(deploy(VERSION_2, "digits", "--canary", "0.0").exitCode()).isEqualTo(64);
    assertThat(deploy(VERSION_2, "digits", "--watch", "--no-rollout").err())
        .isEqualTo("serin: --watch: given with --no-rollout (expected: one of them)\n");
    assertThat(deploy(VERSION_2, "digits", "--timeout", "1s").err())
        .isEqualTo("serin: --timeout: given without --watch (expected: both)\n");
    assertThat(folder.resolve("repository/digits/2")).doesNotExist();
  }

  @Test
  void deploy_noGateway_isUnreachable() {
    assertThat(
            Run.of("deploy", "x.onnx", "--model", "m", "--admin", "127.0.0.1:1").exitCode())
        .isEqualTo(69);
  }

  private Path model(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("net.onnx"), bytes);
  }

  private Run deploy(Path path, String model, String... more) {
    var arguments = new ArrayList<>(List.of("deploy", path.toString(), "--model", model));
    arguments.addAll(List.of(more));
    var environment = Map.of("SERIN_ADMIN", "127.0.0.1:" + serin.gateway().adminPort());
    return Run.with(environment, false, arguments.toArray(String[]::new));
  }
}
