package dev.serin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.serin.config.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatcherTest {
  @TempDir
  private Path folder;

  private final List<Integer> runners = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private Path file;
  private ConfigWatcher watcher;

  @BeforeEach
  void watch() throws IOException {
    file = Files.writeString(folder.resolve("serin.yaml"), "runners: 1");
    watcher = new ConfigWatcher(
        file,
        new ConfigFile(GatewayConfig.defaults(1)),
        config -> runners.add(config.runners()),
        list -> list.forEach(problem -> problems.add(problem.message())));
  }

  @Test
  void tick_firstLook_handsOver() {
    watcher.tick();

    assertThat(runners).containsExactly(1);
  }

  @Test
  void tick_sameContent_isHandedOverOnce() throws IOException {
    watcher.tick();
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    watcher.tick();

    assertThat(runners).containsExactly(1);
  }

  @Test
  void tick_otherContentOfSameSizeAndTime_isNoticed() throws IOException {
    var time = Files.getLastModifiedTime(file);
    watcher.tick();
    Files.writeString(file, "runners: 2");
    Files.setLastModifiedTime(file, time);
    watcher.tick();

    assertThat(runners).containsExactly(1, 2);
  }

  @Test
  void tick_mistake_isToldOnceAndHandsNothingOver() throws IOException {
    watcher.tick();
    Files.writeString(file, "runners: x");
    watcher.tick();
    watcher.tick();

    assertThat(runners).containsExactly(1);
    assertThat(problems).containsExactly("runners: x (expected: a whole number from 1 to 1024)");
  }

  @Test
  void tick_mistakeMended_handsOver() throws IOException {
    watcher.tick();
    Files.writeString(file, "runners: x");
    watcher.tick();
    Files.writeString(file, "runners: 1");
    watcher.tick();

    assertThat(runners).containsExactly(1, 1);
  }

  @Test
  void tick_missing_isToldOnce() throws IOException {
    watcher.tick();
    Files.delete(file);
    watcher.tick();
    watcher.tick();

    assertThat(runners).containsExactly(1);
    assertThat(problems).containsExactly("file: missing (expected: a readable file)");
  }

  @Test
  void tick_missingAgain_isToldAgain() throws IOException {
    Files.delete(file);
    watcher.tick();
    Files.writeString(file, "runners: 2");
    watcher.tick();
    Files.delete(file);
    watcher.tick();

    assertThat(runners).containsExactly(2);
    assertThat(problems).hasSize(2);
  }

  @Test
  void tick_folderInstead_isAProblem() throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
    watcher.tick();
    watcher.tick();

    assertThat(problems).singleElement().asString().contains("expected: a readable file");
  }

  @Test
  void tick_notUtf8_isAProblem() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff});
    watcher.tick();

    assertThat(problems).containsExactly("byte: not UTF-8 (expected: UTF-8)");
  }

  @Test
  void tick_tooLarge_isToldOnce() throws IOException {
    Files.write(file, new byte[YamlFile.MAX_BYTES + 10]);
    watcher.tick();
    watcher.tick();

    assertThat(problems).containsExactly("file: too large (expected: at most 1048576 bytes)");
  }

  @Test
  void tick_consumerThrows_isNotAskedAgain() {
    var asked = new ArrayList<GatewayConfig>();
    var broken = new ConfigWatcher(
        file,
        new ConfigFile(GatewayConfig.defaults(1)),
        config -> {
          asked.add(config);
          throw new IllegalStateException("busy");
        },
        list -> {});

    assertThatIllegalStateException().isThrownBy(broken::tick);
    broken.tick();

    assertThat(asked).hasSize(1);
  }
}
