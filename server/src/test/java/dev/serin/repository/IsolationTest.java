package dev.serin.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.LoadedVersion;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.model.VersionStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where versions run, and when they move. */
class IsolationTest {
  @TempDir
  private Path folder;

  private final FakeLoader here = new FakeLoader();
  private final FakeLoader trial = new FakeLoader();
  private final FakeLoader worker = new FakeLoader();
  private final FakeHomes homes = new FakeHomes();
  private final VersionPool pool = new VersionPool();
  private final Admitted admitted = Admitted.inMemory();
  private final MemoryLoads loads = new MemoryLoads();
  private long nanos;
  private Repository repository;

  @BeforeEach
  void start() throws IOException {
    trial.worker = true;
    worker.worker = true;
    write(1, "one");
    repository = open();
    repository.scan();
  }

  @Test
  void scan_isolatedVersion_servesFromItsProcess() throws IOException {
    homes.isolated.add(2L);
    add(2, "two");

    assertThat(state(2)).isEqualTo(State.READY);
    assertThat(worker.loads).containsExactly("m/2 two");
    assertThat(here.loads).containsExactly("m/1 one");
  }

  @Test
  void scan_provedVersion_movesHereBeforeItsProcessEnds() throws IOException {
    homes.isolated.add(2L);
    add(2, "two");
    var old = loaded(2);
    homes.routed.add(old);
    homes.isolated.clear();
    here.duringLoad = () -> assertThat(loaded(2)).isSameAs(old);
    repository.scan();

    assertThat(here.loads).containsExactly("m/1 one", "m/2 two");
    assertThat(loaded(2)).isNotSameAs(old);
    assertThat(loaded(2).predictor().process()).isEmpty();
    assertThat(worker.closed).isZero();
    homes.routed.clear();
    repository.scan();

    assertThat(worker.closed).isOne();
    assertThat(state(2)).isEqualTo(State.READY);
  }

  @Test
  void scan_moveThatFails_leavesTheVersionWhereItIsAndTriesAgain() throws IOException {
    homes.isolated.add(2L);
    add(2, "two");
    var old = loaded(2);
    homes.isolated.clear();
    here.duringLoad = () -> {
      throw new IllegalStateException("made up");
    };
    repository.scan();
    repository.scan();

    assertThat(loaded(2)).isSameAs(old);
    assertThat(status(2).reason())
        .startsWith("it stays where it runs: loading failed")
        .endsWith("tried again in 1 s");
    assertThat(here.loads).hasSize(2);
    here.duringLoad = () -> {};
    nanos += Duration.ofSeconds(1).toNanos();
    repository.scan();

    assertThat(loaded(2).predictor().process()).isEmpty();
    assertThat(status(2).reason()).isEmpty();
  }

  @Test
  void scan_moveWhileTheFolderHasOtherFiles_takesTheAdmittedOnes() throws IOException {
    homes.isolated.add(2L);
    add(2, "two");
    write(2, "changed");
    repository.scan();
    homes.isolated.clear();
    repository.scan();

    assertThat(here.loads).containsExactly("m/1 one", "m/2 two");
    assertThat(status(2).reason()).startsWith("the files changed");
  }

  @Test
  void scan_processThatEnded_isStartedAgainAfterGrowingPauses() throws IOException {
    homes.isolated.add(2L);
    add(2, "two");
    for (int pause : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      var old = loaded(2);
      end(crash());
      repository.scan();

      assertThat(state(2)).isEqualTo(State.REJECTED);
      assertThat(status(2).reason())
          .isEqualTo(
              "its process ended: signal 9 while serving; it is started again in " + pause + " s");
      assertThat(old.lease()).isEmpty();
      nanos += Duration.ofSeconds(pause).toNanos() - 1;
      repository.scan();
      assertThat(state(2)).isEqualTo(State.REJECTED);
      nanos++;
      repository.scan();
      assertThat(state(2)).isEqualTo(State.READY);
    }
    assertThat(homes.ended).hasSize(8).contains("m/2 signal 9 while serving");
    nanos += Duration.ofMinutes(11).toNanos();
    end(crash());
    repository.scan();

    assertThat(status(2).reason()).endsWith("in 1 s");
  }

  /** A caller that has been routed to it needs its answer, which is that it has ended. */
  @Test
  void scan_endedProcess_isHeldUntilNoCallIsRoutedToIt() throws IOException {
    homes.isolated.add(2L);
    add(2, "two");
    var old = loaded(2);
    homes.routed.add(old);
    end(crash());
    repository.scan();
    var lease = old.lease();
    homes.routed.clear();
    repository.scan();

    assertThat(lease).isPresent();
    assertThat(old.lease()).isEmpty();
    lease.get().close();
    assertThat(worker.closed).isOne();
  }

  @Test
  void scan_processThatCannotBeStartedAgain_isTriedAgain() throws IOException {
    homes.isolated.add(2L);
    add(2, "two");
    end(crash());
    repository.scan();
    worker.starts = false;
    nanos += Duration.ofSeconds(1).toNanos();
    repository.scan();
    assertThat(status(2).reason()).isEqualTo("no process; tried again in 2 s");
    worker.starts = true;
    nanos += Duration.ofSeconds(2).toNanos();
    repository.scan();

    assertThat(state(2)).isEqualTo(State.READY);
  }

  @Test
  void scan_earlierVersionThatNobodyWants_isCold() throws IOException {
    addTwo();

    assertThat(state(3)).isEqualTo(State.READY);
    assertThat(state(2)).isEqualTo(State.COLD);
    assertThat(status(2).reason())
        .isEqualTo("loaded when a split, a rollout or `./serin models retry m 2` asks for it");
    assertThat(status(2).sha256()).hasSize(64);
    assertThat(trial.loads).contains("m/2 two");
    assertThat(worker.loads).containsExactly("m/3 three");
  }

  @Test
  void scan_coldFilesThatEndTheirProcess_areRejectedAtOnce() throws IOException {
    homes.isolated.addAll(List.of(2L, 3L));
    add(3, "three");
    add(2, "crash");

    assertThat(state(2)).isEqualTo(State.REJECTED);
    assertThat(status(2).reason()).contains("signal 11 while loading");
  }

  @Test
  void warm_coldVersion_isLoadedUntilItWasNeededAndIsNotAnyMore() throws IOException {
    addTwo();
    repository.warm(new VersionId("m", 2));
    repository.scan();
    assertThat(state(2)).isEqualTo(State.READY);
    homes.wanted.add(2L);
    repository.scan();
    assertThat(state(2)).isEqualTo(State.READY);
    homes.wanted.clear();
    repository.scan();

    assertThat(state(2)).isEqualTo(State.COLD);
    assertThat(worker.closed).isOne();
  }

  @Test
  void retry_coldVersion_isLoaded() throws IOException {
    addTwo();
    repository.retry(new VersionId("m", 2));
    repository.scan();

    assertThat(state(2)).isEqualTo(State.READY);
  }

  @Test
  void scan_latestVersionThatIsRejected_leavesTheNextOneLoaded() throws IOException {
    homes.isolated.addAll(List.of(2L, 3L));
    add(2, "two");
    add(3, "bad");

    assertThat(state(3)).isEqualTo(State.REJECTED);
    assertThat(state(2)).isEqualTo(State.READY);
    assertThat(worker.closed).isZero();
  }

  @Test
  void scan_coldVersionWhoseFilesChange_isTriedAgain() throws IOException {
    addTwo();
    write(2, "crash");
    repository.scan();
    repository.scan();

    assertThat(state(2)).isEqualTo(State.REJECTED);
  }

  @Test
  void scan_wantedVersionWhoseFolderIsGoneAndWhoseProcessEnds_isStartedFromItsCopy()
      throws IOException {
    homes.isolated.add(2L);
    homes.wanted.add(2L);
    add(2, "two");
    Files.delete(folder.resolve("models/m/2/model.onnx"));
    Files.delete(folder.resolve("models/m/2"));
    repository.scan();
    repository.scan();
    assertThat(state(2)).isEqualTo(State.RETIRED);
    end(crash());
    repository.scan();
    nanos += Duration.ofSeconds(1).toNanos();
    repository.scan();

    assertThat(state(2)).isEqualTo(State.RETIRED);
    assertThat(worker.loads).hasSize(2);
  }

  @Test
  void scan_afterARestart_loadsWhatNobodyWaitsForLater() throws IOException {
    homes.isolated.addAll(List.of(2L, 3L));
    homes.wanted.add(2L);
    add(2, "two");
    add(3, "three");
    repository.close();
    repository = open();
    repository.scan();

    assertThat(state(1)).isEqualTo(State.READY);
    assertThat(state(2)).isEqualTo(State.READY);
    assertThat(state(3)).isEqualTo(State.LOADING);
    repository.scan();
    assertThat(state(3)).isEqualTo(State.READY);
  }

  private static ProcessEndedException crash() {
    return new ProcessEndedException("signal 9 while serving", true);
  }

  private void end(ProcessEndedException how) {
    worker.loaded.get(worker.loaded.size() - 1).end(how);
  }

  private Repository open() {
    var memory = new Repository.Memory(
        admitted, loads, folder.resolve("copies"), homes::wanted, model -> false);
    return new Repository(
        folder.resolve("models"),
        new Repository.Loaders(here, Optional.of(new Repository.Workers(trial, worker, homes))),
        pool,
        memory,
        Repository.Beside.of(GivenInputs.NONE),
        () -> nanos);
  }

  /** Adds two versions that are isolated, the later one first. */
  private void addTwo() throws IOException {
    homes.isolated.addAll(List.of(2L, 3L));
    add(3, "three");
    add(2, "two");
  }

  /** Adds a version, which two scans see. */
  private void add(long version, String word) throws IOException {
    write(version, word);
    repository.scan();
    repository.scan();
  }

  private void write(long version, String word) throws IOException {
    var into = Files.createDirectories(folder.resolve("models/m/" + version));
    Files.writeString(into.resolve("model.onnx"), word);
  }

  private State state(long version) {
    return status(version).state();
  }

  private VersionStatus status(long version) {
    return pool.status(new VersionId("m", version)).orElseThrow();
  }

  private LoadedVersion loaded(long version) {
    return status(version).loaded().orElseThrow();
  }
}
