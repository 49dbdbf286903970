package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quality settings that do not fit the model's outputs. */
class QualityCheckTest {
  private static final String CONFIG =
      "models: {digits: {quality: {metric: accuracy, output: %s}}}%n";

  @TempDir
  Path folder;

  private final CloseStack opened = new CloseStack();
  private Core core;
  private Path file;
  private Configuration configuration;

  @BeforeEach
  void start() throws Exception {
    TestGateway.copyVersion(folder, 1);
    file = folder.resolve("serin.yaml");
    var files = new GatewayOptions.Files(
        file, folder.resolve("repository"), folder.resolve(".serin"), null);
    var options = new GatewayOptions(files, new GatewayOptions.Address("127.0.0.1", 0, 0, 0));
    core = new Core(options, Configuration.read(file, 1), TestGateway.time(), opened);
    core.repository.scan();
    core.control.start(Map.of()).toCompletableFuture().join();
    Files.writeString(file, CONFIG.formatted("nothing"));
    configuration = Configuration.read(file, 1);
  }

  @AfterEach
  void stop() {
    opened.close();
  }

  @Test
  void tick_aProblem_isLoggedOnceForAsLongAsItLasts() throws Exception {
    var check = new QualityCheck(core.routing, configuration);
    try (var log = new Logged(QualityCheck.class)) {
      check.tick();
      check.tick();
      assertThat(log.messages())
          .containsExactly("WARN digits: " + check.problems("digits").get(0));

      Files.writeString(file, CONFIG.formatted("nowhere"));
      configuration.watcher(core).run();
      check.tick();

      assertThat(log.messages()).hasSize(2).last().asString().contains("nowhere");
    }
  }

  @Test
  void problems_sayThatLabelsAreRefused() {
    assertThat(new QualityCheck(core.routing, configuration).problems("digits"))
        .singleElement()
        .asString()
        .startsWith("quality: ")
        .endsWith("; labels are refused");
  }
}
