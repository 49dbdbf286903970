package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.VersionId;
import dev.serin.model.VersionStatus;
import dev.serin.model.VersionStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of a real model after another is loaded, gets all users, and is unloaded. */
class SwapTest {
  private static final Logger logger = LoggerFactory.getLogger(SwapTest.class);
  private static final int CYCLES = 200;

  /** The most series of a version in one role; it may have been canary and stable. */
  private static final int SERIES = 150;

  /** The sample model has too few versions to swap through, so these take turns. */
  private static final long[] MODELS = {1, 3};

  @TempDir
  Path folder;

  private SwapRig rig;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(folder.resolve("repository/digits"));
    add(1);
    rig = new SwapRig(folder);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void loadSwapUnload_amongCalls_noCallFails() throws Exception {
    var memoryBefore = Resident.memory();
    try (var callers = new Callers(rig::call)) {
      for (long version = 1; version <= CYCLES; version++) {
        swap(version, version + 1);
      }
      callers.finish();
      logger.info(
          "{} calls; resident memory {}, then {}",
          callers.answered(),
          memoryBefore,
          Resident.memory());
      assertThat(callers.failures()).isEmpty();
      assertThat(callers.answered()).isGreaterThan(CYCLES);
    }

    assertThat(rig.loader.closedDuringRun).hasValue(0);
    assertThat(rig.loader.open).hasValue(1);
    // The old one, the new one, and one for each call in flight.
    assertThat(rig.loader.most).hasValueLessThanOrEqualTo(2 + Callers.THREADS);
    assertThat(rig.pool.versions("digits")).containsOnlyKeys(CYCLES + 1L);
  }

  @Test
  void loadSwapUnload_aHundredTimes_keepsNothingOfVersionsThatAreGone() throws Exception {
    for (long version = 1; version <= 100; version++) {
      swap(version, version + 1);
    }
    rig.books.forget(rig.pool);

    assertThat(rig.series())
        .hasSizeLessThanOrEqualTo(2 * SERIES)
        .allMatch(line -> !line.contains("version=") || line.contains("version=\"101\""));
    assertThat(rig.books.reports("digits", 0, Optional.empty()))
        .isNotEmpty()
        .allMatch(report -> report.version() == 101);
  }

  private void swap(long from, long to) throws Exception {
    add(to);
    rig.scan();
    assertThat(rig.pool.status(new VersionId("digits", to)).map(VersionStatus::state))
        .contains(State.READY);
    rig.split(Map.of(from, "0.5", to, "0.5"));
    assertThat(rig.served()).isIn(from, to);
    rig.split(Map.of(to, "1"));
    assertThat(rig.served()).isEqualTo(to);
    remove(from);
    rig.scan();
    assertThat(rig.pool.status(new VersionId("digits", from))).isEmpty();
    assertThat(rig.served()).isEqualTo(to);
  }

  /** Makes a version's folder appear in one step with all its content. */
  private void add(long version) throws IOException {
    var next = Files.createDirectories(folder.resolve("next"));
    var model = MODELS[(int) (version % MODELS.length)];
    Files.copy(
        Path.of("..", "models", "repository", "digits", model + "", "model.onnx"),
        next.resolve("model.onnx"));
    Files.move(next, version(version), StandardCopyOption.ATOMIC_MOVE);
  }

  private void remove(long version) throws IOException {
    var last = folder.resolve("last");
    Files.move(version(version), last, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(last.resolve("model.onnx"));
    Files.delete(last);
  }

  private Path version(long version) {
    return folder.resolve("repository/digits/" + version);
  }
}
