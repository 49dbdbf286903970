package dev.serin.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.model.VersionStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was never loaded is loaded in a process of its own first. */
class FirstLoadTest {
  private static final VersionId ID = new VersionId("m", 1);

  @TempDir
  private Path folder;

  private final FakeLoader here = new FakeLoader();
  private final FakeLoader worker = new FakeLoader();
  private final Admitted admitted = Admitted.inMemory();
  private final MemoryLoads kept = new MemoryLoads();
  private VersionPool pool = new VersionPool();
  private Repository repository;

  @BeforeEach
  void start() throws IOException {
    worker.worker = true;
    Files.createDirectories(folder.resolve("models/m/1"));
    repository = open(admitted);
  }

  @Test
  void scan_newVersion_isLoadedInAWorkerFirst() throws IOException {
    here.duringLoad = () -> assertThat(worker.closed).isOne();
    write("fine");

    assertThat(status().state()).isEqualTo(State.READY);
    assertThat(worker.loads).containsExactly("m/1 fine");
    assertThat(here.loads).containsExactly("m/1 fine");
  }

  @Test
  void scan_loadedBefore_needsNoWorker() throws IOException {
    write("fine");
    restart();
    repository.scan();

    assertThat(status().state()).isEqualTo(State.READY);
    assertThat(worker.loads).hasSize(1);
    assertThat(here.loads).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"crash, signal 11 while loading", "dies, signal 9 while warming up"})
  void scan_endsTheWorker_isRejectedAndNotTriedAgain(String word, String how) throws IOException {
    write(word);
    assertThat(status().state()).isEqualTo(State.REJECTED);
    assertThat(status().reason())
        .isEqualTo("tried in a process of its own: " + how + "; these files are not tried again by"
            + " themselves (expected: other files under a new number; `./serin models retry` tries"
            + " these again)");
    repository.scan();
    restart();
    repository.scan();

    assertThat(status().state()).isEqualTo(State.REJECTED);
    assertThat(status().reason()).contains(how);
    assertThat(worker.loads).hasSize(1);
    assertThat(here.loads).isEmpty();
  }

  @Test
  void retry_endedTheWorkerBefore_isTriedAgain() throws IOException {
    write("crash");

    repository.retry(ID);
    assertThat(worker.loads).hasSize(2);
    assertThat(status().state()).isEqualTo(State.REJECTED);
    worker.worker = false;
    repository.retry(ID);

    assertThat(status().state()).isEqualTo(State.READY);
  }

  @Test
  void scan_notAModel_isRejectedWithoutARecord() throws IOException {
    write("bad");

    assertThat(status().reason()).isEqualTo("not a model");
    assertThat(here.loads).isEmpty();
    assertThat(kept.first).isEmpty();
  }

  @Test
  void scan_noProcessCanBeStarted_loadsKnownFilesOnly() throws IOException {
    write("fine");
    kept.first.clear();
    worker.starts = false;
    restart();
    repository.scan();
    assertThat(status().state()).isEqualTo(State.READY);

    write("other");
    repository.scan();
    repository = open(Admitted.inMemory());
    repository.scan();

    assertThat(status().state()).isEqualTo(State.REJECTED);
    assertThat(status().reason()).isEqualTo("no process");
    assertThat(kept.first).isEmpty();
  }

  private void write(String word) throws IOException {
    Files.writeString(folder.resolve("models/m/1/model.onnx"), word);
    repository.scan();
  }

  private VersionStatus status() {
    return pool.status(ID).orElseThrow();
  }

  private void restart() {
    repository = open(admitted);
  }

  private Repository open(Admitted admitted) {
    pool = new VersionPool();
    var memory = new Repository.Memory(
        admitted, kept, folder.resolve("copies"), id -> false, model -> false);
    return new Repository(
        folder.resolve("models"),
        new Repository.Loaders(
            here, Optional.of(new Repository.Workers(worker, worker, new FakeHomes()))),
        pool,
        memory,
        Repository.Beside.of(GivenInputs.NONE),
        () -> 0);
  }
}
