package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.feedback.Outcome;
import dev.serin.model.BatchChoice;
import dev.serin.model.BatchSettings;
import dev.serin.model.ModelSettings;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir
  Path folder;

  private final CloseStack opened = new CloseStack();
  private Path file;
  private Core core;

  @BeforeEach
  void start() throws Exception {
    file = folder.resolve("serin.yaml");
    Files.createDirectories(folder.resolve("repository"));
    var files = new GatewayOptions.Files(
        file, folder.resolve("repository"), folder.resolve(".serin"), null);
    var options = new GatewayOptions(files, new GatewayOptions.Address("127.0.0.1", 0, 0, 0));
    core = new Core(options, Configuration.read(file, 1), TestGateway.time(), opened);
  }

  @AfterEach
  void stop() {
    opened.close();
  }

  @Test
  void watcher_ofAFileThatNeverWas_doesNotMissIt() throws Exception {
    var configuration = Configuration.read(file, 1);
    var watcher = configuration.watcher(core);

    watcher.run();
    assertThat(configuration.notes()).isEmpty();

    Files.writeString(file, "runners: none\n");
    watcher.run();
    assertThat(configuration.notes()).singleElement().asString().contains("runners: none");
  }

  @Test
  void watcher_ofAnEdit_logsWhatChanged() throws Exception {
    Files.writeString(file, "runners: 1\nmodels: {m: {split: {1: 1}}}\n");
    var watcher = Configuration.read(file, 1).watcher(core);
    try (var log = new Logged(Configuration.class)) {
      watcher.run();
      assertThat(log.messages()).isEmpty();

      Files.writeString(
          file, "runners: 2\nmodels: {m: {split: {2: 1}}, n: {quality: {metric: reward}}}\n");
      watcher.run();

      assertThat(log.messages())
          .containsExactly("INFO serin.yaml is in force: split of m, quality of n,"
              + " runners (after a restart) changed");
    }
  }

  @Test
  void watcher_ofAnEditOfQuality_forgetsWhatWasMeasuredBefore() throws Exception {
    var quality = "models: {m: {quality: {metric: absoluteError, output: y, clip: %d}}}%n";
    Files.writeString(file, quality.formatted(1));
    var configuration = Configuration.read(file, 1);
    var watcher = configuration.watcher(core);
    core.books.accept(new Outcome(
        new VersionId("m", 1),
        Role.STABLE,
        1,
        7,
        0,
        1,
        2,
        OptionalLong.empty(),
        false,
        false,
        0.5,
        0.5,
        /* outside= */ false,
        Optional.empty()));
    watcher.run();
    assertThat(labels(configuration)).isEqualTo(1);

    Files.writeString(file, quality.formatted(2));
    watcher.run();

    assertThat(labels(configuration)).isZero();
  }

  private long labels(Configuration configuration) {
    return core.books
        .reports("m", 1, configuration.quality("m"))
        .get(0)
        .quality()
        .orElseThrow()
        .labels();
  }

  @Test
  void watcher_ofAFileThatIsGone_saysSo() throws Exception {
    Files.writeString(file, "runners: 1\n");
    var configuration = Configuration.read(file, 1);
    var watcher = configuration.watcher(core);
    Files.delete(file);

    watcher.run();

    assertThat(configuration.notes()).singleElement().asString().contains("missing");
  }

  @Test
  void batching_keysOfTheFile_comeBeforeThoseOfTheModel() throws Exception {
    Files.writeString(
        file, "models: {m: {batching: {maxBatch: 4}}, n: {batching: {maxBatch: 2}}}\n");
    var configuration = Configuration.read(file, 1);
    var watcher = configuration.watcher(core);
    watcher.run();

    configuration.settings("m", ofModel(16, Duration.ofMillis(5)));
    configuration.settings("o", ofModel(16, Duration.ofMillis(5)));

    assertThat(configuration.batching("m").maxBatch()).isEqualTo(OptionalInt.of(4));
    assertThat(configuration.batching("m").maxBatchDelay()).isEqualTo(Duration.ofMillis(5));
    assertThat(configuration.batching("n").maxBatch()).isEqualTo(OptionalInt.of(2));
    assertThat(configuration.batching("o").maxBatch()).isEqualTo(OptionalInt.of(16));
    assertThat(configuration.batching("p")).isEqualTo(BatchSettings.DEFAULT);

    Files.writeString(file, "models: {}\n");
    watcher.run();
    assertThat(configuration.batching("m").maxBatch()).isEqualTo(OptionalInt.of(16));
    assertThat(configuration.batching("n")).isEqualTo(BatchSettings.DEFAULT);
  }

  private static ModelSettings ofModel(int rows, Duration delay) {
    return new ModelSettings() {
      @Override
      public BatchChoice batching() {
        return new BatchChoice(
            Optional.of(OptionalInt.of(rows)),
            Optional.of(delay),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty());
      }
    };
  }
}
