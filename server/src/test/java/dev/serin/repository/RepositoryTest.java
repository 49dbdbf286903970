package dev.serin.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.model.VersionStatus.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {
  private static final VersionId ID = new VersionId("m", 1);
  private static final Admitted.Acceptance BY =
      new Admitted.Acceptance("bob", "the disk was lost", Instant.EPOCH);

  @TempDir
  private Path folder;

  private final FakeLoader loader = new FakeLoader();
  private final VersionPool pool = new VersionPool();
  private final MemoryAdmitted admitted = new MemoryAdmitted();
  private final MemoryLoads loads = new MemoryLoads();
  private final Set<VersionId> needed = new HashSet<>();
  private final Set<String> unloaded = new HashSet<>();
  private Path root;
  private Path copies;
  private Repository repository;
  private long time = 1_700_000_000_000L;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(folder.resolve("models"));
    copies = folder.resolve("state/models");
    repository = repository(copies);
  }

  @Test
  void new_noFolder_isRefused() {
    assertThatThrownBy(() -> new Repository(root.resolve("none"), loader, pool, () -> 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("models: " + root.resolve("none") + " (expected: a folder)");
  }

  @Test
  void new_file_isRefused() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> new Repository(file, loader, pool, () -> 0))
        .hasMessage("models: " + file + " (expected: a folder)");
  }

  @Test
  void scan_firstTime_loadsAtOnce() throws IOException {
    write("m/1", "one");
    write("m/2", "two");
    write("n/10", "ten");

    repository.scan();

    assertThat(loader.loads).containsExactly("m/1 one", "m/2 two", "n/10 ten");
    assertThat(status(ID).state()).isEqualTo(State.READY);
    // printf one | sha256sum
    assertThat(loaded(ID).sha256())
        .isEqualTo("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
  }

  @Test
  void scan_nothingChanged_readsNothingAgain() throws IOException {
    write("m/1", "one");
    repository.scan();
    var changes = new ArrayList<String>();
    pool.addListener(changes::add);

    scanTwice();

    assertThat(loader.loads).hasSize(1);
    assertThat(changes).isEmpty();
  }

  @Test
  void scan_newVersion_goesThroughLoading() throws IOException {
    var states = new ArrayList<State>();
    pool.addListener(model -> states.add(status(ID).state()));
    write("m/1", "one");

    repository.scan();

    assertThat(states).containsExactly(State.LOADING, State.READY);
  }

  @Test
  void scan_fileStillGrows_waits() throws IOException {
    repository.scan();
    write("m/1", "o");
    repository.scan();
    write("m/1", "on");
    repository.scan();
    write("m/1", "one");
    repository.scan();
    assertThat(loader.loads).isEmpty();

    repository.scan();

    assertThat(loader.loads).containsExactly("m/1 one");
  }

  @Test
  void read_fileChangedSinceTheLook_givesNothing() throws Exception {
    var file = write("m/1", "half");
    var look = (Look.Files) new Folders(root).look(file.getParent());
    write("m/1", "half and half");

    assertThat(new Contents(loader, copies).take(look)).isEmpty();
    assertThat(new Contents(loader, null).take(look)).isEmpty();
  }

  @Test
  void read_fileTouchedSinceTheLook_givesNothing() throws Exception {
    var file = write("m/1", "half");
    var look = (Look.Files) new Folders(root).look(file.getParent());
    write("m/1", "HALF");

    assertThat(new Contents(loader, copies).take(look)).isEmpty();
    assertThat(new Contents(loader, null).take(look)).isEmpty();
  }

  @Test
  void scan_badVersion_isRejectedAndTheOthersAreReady() throws IOException {
    write("m/1", "bad");
    write("m/2", "broken");
    write("m/3", "huge");
    write("m/4", "liar");
    write("m/5", "five");

    repository.scan();

    assertThat(pool.versions("m").values())
        .extracting(VersionStatus::state)
        .containsExactly(
            State.REJECTED, State.REJECTED, State.REJECTED, State.REJECTED, State.READY);
    assertThat(pool.versions("m").values())
        .extracting(VersionStatus::reason)
        .containsExactly(
            "not a model",
            "loading failed: java.lang.IllegalStateException: a defect",
            "out of heap memory (expected: a larger heap, such as SERIN_JAVA_OPTS=-Xmx4g)",
            "warm-up: output y: nothing (expected: FP32)",
            "");
  }

  @Test
  void scan_rejectedAtWarmUp_isClosed() throws IOException {
    write("m/1", "liar");

    repository.scan();

    assertThat(loader.closed).isEqualTo(1);
  }

  @Test
  void scan_rejectedFileReplaced_isTriedAgain() throws IOException {
    write("m/1", "bad");
    scanTwice();
    assertThat(loader.loads).hasSize(1);

    write("m/1", "good");
    scanTwice();

    assertThat(status(ID).state()).isEqualTo(State.READY);
  }

  @Test
  void scan_fileMissing_isRejectedUntilItComes() throws IOException {
    Files.createDirectories(root.resolve("m/1"));
    repository.scan();
    assertThat(status(ID)).isEqualTo(VersionStatus.rejected(ID, "model.onnx is missing"));

    write("m/1", "one");
    scanTwice();

    assertThat(status(ID).state()).isEqualTo(State.READY);
  }

  @Test
  void scan_readyFileChanged_keepsTheLoadedOneAndSaysSo() throws IOException {
    write("m/1", "one");
    repository.scan();
    var loaded = loaded(ID);
    write("m/1", "other");

    scanTwice();

    assertThat(loader.loads).hasSize(1);
    assertThat(loaded(ID)).isSameAs(loaded);
    assertThat(status(ID))
        .isEqualTo(
            VersionStatus.ready(
                loaded,
                "the files changed, the admitted ones are still served: versions are immutable, use a new number"));
  }

  @Test
  void scan_readyFileChangedBack_saysNothingAnyMore() throws IOException {
    write("m/1", "one");
    repository.scan();
    write("m/1", "other");
    scanTwice();
    write("m/1", "one");

    scanTwice();

    assertThat(status(ID)).isEqualTo(VersionStatus.ready(loaded(ID), ""));
  }

  @Test
  void scan_firstTime_remembersTheFirstFile() throws IOException {
    write("m/1", "bad");
    write("m/2", "two");
    repository.scan();

    assertThat(admitted.files)
        .containsOnly(entry(new VersionId("m", 2), loaded(new VersionId("m", 2)).sha256()));
  }

  /** Serving it would let a rollout promote it on the evidence of the former file. */
  @Test
  void scan_fileReplacedWhileNobodyLookedAndNoCopy_isReplaced() throws IOException {
    replaceWhileNobodyLooks();

    assertThat(loader.loads).containsExactly("m/1 one");
    assertThat(status(ID).state()).isEqualTo(State.REPLACED);
    // printf one | sha256sum; printf other | sha256sum
    assertThat(status(ID).reason())
        .startsWith("its files differ from the admitted ones (sha256 7692c3ad..., now d9298a10"
            + "...), of which there is no copy (expected: ")
        .contains("./serin models accept m 1");
    assertThat(status(ID).sha256()).startsWith("d9298a10");
    assertThat(admitted.files.get(ID)).startsWith("7692c3ad");
  }

  @Test
  void scan_replacedFileTouched_staysReplaced() throws IOException {
    replaceWhileNobodyLooks();
    var before = status(ID);
    write("m/1", "other");

    scanTwice();

    assertThat(status(ID)).isEqualTo(before);
  }

  @Test
  void scan_formerFileBack_isReadyWithoutANote() throws IOException {
    replaceWhileNobodyLooks();
    write("m/1", "one");

    scanTwice();

    assertThat(status(ID)).isEqualTo(VersionStatus.ready(loaded(ID), ""));
  }

  @Test
  void accept_replaced_isReadyForGood() throws IOException {
    replaceWhileNobodyLooks();

    repository.accept(ID, status(ID).sha256(), BY);

    assertThat(status(ID)).isEqualTo(VersionStatus.ready(loaded(ID), ""));
    assertThat(admitted.files.get(ID)).isEqualTo(loaded(ID).sha256());
    restart();
    assertThat(status(ID).state()).isEqualTo(State.READY);
    assertThat(loader.loads).containsExactly("m/1 one", "m/1 other", "m/1 other");
  }

  @Test
  void accept_otherHashOrNothingToAccept_changesNothing() throws IOException {
    replaceWhileNobodyLooks();
    var before = status(ID);

    repository.accept(ID, "ab".repeat(32), BY);
    repository.accept(new VersionId("m", 9), before.sha256(), BY);

    assertThat(status(ID)).isEqualTo(before);
    assertThat(admitted.files)
        .containsOnlyKeys(ID)
        .extractingByKey(ID)
        .isNotEqualTo(before.sha256());
  }

  @Test
  void accept_diskRefuses_changesNothing() throws IOException {
    replaceWhileNobodyLooks();
    admitted.full = true;

    assertThatThrownBy(() -> repository.accept(ID, status(ID).sha256(), BY))
        .hasMessage("No space left on device");

    assertThat(status(ID).state()).isEqualTo(State.REPLACED);
  }

  @Test
  void giveUp_loadedVersion_isNotCalledAndNotLoadedUntilARetry() throws IOException {
    write("m/1", "one");
    repository.scan();
    var given = loaded(ID);

    repository.giveUp(given, "a run holds its thread");
    scanTwice();

    assertThat(given.lease()).isEmpty();
    assertThat(pool.status(ID).orElseThrow().state()).isEqualTo(State.REJECTED);
    assertThat(pool.status(ID).orElseThrow().reason()).isEqualTo("a run holds its thread");
    repository.giveUp(given, "again");
    assertThat(pool.status(ID).orElseThrow().reason()).isEqualTo("a run holds its thread");
    repository.retry(ID);
    assertThat(loaded(ID)).isNotEqualTo(given);
  }

  @Test
  void retry_filesThatEndedTheProcess_areLoaded() throws IOException {
    write("m/1", "deadly");
    repository.scan();
    loads.ended.put(loaded(ID).sha256(), 3);
    restart();
    assertThat(status(ID).state()).isEqualTo(State.REJECTED);

    repository.retry(ID);

    assertThat(status(ID).state()).isEqualTo(State.READY);
    assertThat(loads.ended).isEmpty();
  }

  @Test
  void retry_readyOrUnknown_changesNothing() throws IOException {
    write("m/1", "one");
    repository.scan();

    repository.retry(ID);
    repository.retry(new VersionId("m", 9));

    assertThat(loader.loads).containsExactly("m/1 one");
  }

  @Test
  void scan_diskRefusesToRemember_servesAllTheSame() throws IOException {
    admitted.full = true;
    write("m/1", "one");

    repository.scan();

    assertThat(status(ID)).isEqualTo(VersionStatus.ready(loaded(ID), ""));
    assertThat(admitted.files).isEmpty();
  }

  @Test
  void scan_readyFileTouched_changesNothing() throws IOException {
    write("m/1", "one");
    repository.scan();
    var before = status(ID);
    write("m/1", "one");

    scanTwice();

    assertThat(status(ID)).isEqualTo(before);
    assertThat(loader.loads).hasSize(1);
  }

  @Test
  void scan_readyFileDeleted_keepsTheLoadedOneAndSaysSo() throws IOException {
    var file = write("m/1", "one");
    repository.scan();
    Files.delete(file);

    scanTwice();

    assertThat(status(ID)).isEqualTo(VersionStatus.ready(loaded(ID), "model.onnx is missing"));
  }

  @Test
  void scan_readyFolderGone_isRetiredAndStillCallable() throws IOException {
    write("m/1", "one");
    repository.scan();
    var loaded = loaded(ID);
    delete("m/1");

    scanTwice();

    assertThat(status(ID)).isEqualTo(VersionStatus.retired(loaded));
    assertThat(loaded.lease()).isPresent();
    assertThat(loader.closed).isZero();
  }

  @Test
  void scan_retiredFolderBackWithTheSameFile_isReadyAgain() throws IOException {
    write("m/1", "one");
    repository.scan();
    var loaded = loaded(ID);
    delete("m/1");
    scanTwice();
    write("m/1", "one");

    scanTwice();

    assertThat(status(ID)).isEqualTo(VersionStatus.ready(loaded, ""));
    assertThat(loader.loads).hasSize(1);
  }

  @Test
  void scan_retiredFolderBackWithAnotherFile_staysRetired() throws IOException {
    write("m/1", "one");
    repository.scan();
    delete("m/1");
    scanTwice();
    write("m/1", "other");

    scanTwice();

    assertThat(status(ID).state()).isEqualTo(State.RETIRED);
    assertThat(status(ID).reason()).startsWith("the files changed");
    assertThat(loader.loads).hasSize(1);
  }

  @Test
  void scan_unloadedByItsUser_isDroppedFromThePool() throws IOException {
    write("m/1", "one");
    repository.scan();
    delete("m/1");
    scanTwice();
    loaded(ID).retire();

    scanTwice();

    assertThat(pool.status(ID)).isEmpty();
    assertThat(loader.closed).isEqualTo(1);
  }

  @Test
  void scan_unloadedAndGone_isNotWatchedAnyMore() throws IOException {
    unloadAndForget("one");

    scanTwice();

    assertThat(repository.watched()).isZero();
  }

  @Test
  void scan_unloadedAndGoneThoughTheDiskRefusedWhatItWas_isWatched() throws IOException {
    admitted.full = true;
    unloadAndForget("one");

    scanTwice();

    assertThat(repository.watched()).isEqualTo(1);
  }

  @Test
  void scan_unloadedFolderBackWithTheSameFile_isLoadedAgain() throws IOException {
    unloadAndForget("one");
    write("m/1", "one");

    scanTwice();

    assertThat(status(ID).state()).isEqualTo(State.READY);
    assertThat(loader.loads).hasSize(2);
  }

  @Test
  void scan_unloadedFolderBackWithAnotherFile_isReplaced() throws IOException {
    unloadAndForget("one");
    write("m/1", "other");

    scanTwice();

    assertThat(status(ID).state()).isEqualTo(State.REPLACED);
  }

  @Test
  void scan_unloadedThoughItsFolderIsThere_isLoadedAgain() throws IOException {
    write("m/1", "one");
    repository.scan();
    loaded(ID).retire();

    scanTwice();

    assertThat(loaded(ID).lease()).isPresent();
  }

  @Test
  void scan_rejectedFolderGone_isForgotten() throws IOException {
    write("m/1", "bad");
    repository.scan();
    delete("m/1");

    scanTwice();

    assertThat(pool.models()).isEmpty();
  }

  @Test
  void scan_rootGone_keepsWhatIsLoaded() throws IOException {
    write("m/1", "one");
    repository.scan();
    Files.move(root, folder.resolve("elsewhere"));

    scanTwice();

    assertThat(status(ID).state()).isEqualTo(State.READY);
  }

  @Test
  void scan_otherNames_areIgnored() throws IOException {
    for (var name : List.of(
        "m/0",
        "m/01",
        "m/-1",
        "m/v1",
        "m/9223372036854775808",
        "m/.1",
        ".hidden/1",
        "-m/1",
        "a b/1",
        "x".repeat(129) + "/1")) {
      write(name, "one");
    }
    Files.writeString(root.resolve("README.md"), "");
    Files.writeString(Files.createDirectories(root.resolve("c")).resolve("config.pbtxt"), "");

    repository.scan();

    assertThat(pool.models()).isEmpty();
  }

  @Test
  void scan_longestNames_areTaken() throws IOException {
    write("x".repeat(128) + "/9223372036854775807", "one");
    write("A.b_c-1/1", "one");

    repository.scan();

    assertThat(pool.models()).containsOnlyKeys("A.b_c-1", "x".repeat(128));
  }

  @Test
  void scan_linkOutOfTheRoot_isRejected() throws IOException {
    var outside = Files.writeString(folder.resolve("model.onnx"), "secret");
    Files.createDirectories(root.resolve("m/1"));
    Files.createSymbolicLink(root.resolve("m/1/model.onnx"), outside);
    Files.createSymbolicLink(root.resolve("m/2"), folder);
    Files.createDirectories(folder.resolve("linked"));
    Files.createSymbolicLink(folder.resolve("linked/3"), folder);
    Files.createSymbolicLink(root.resolve("linked"), folder.resolve("linked"));

    repository.scan();

    assertThat(loader.loads).isEmpty();
    assertThat(status(ID).reason()).isEqualTo("model.onnx is a symbolic link (expected: a file)");
    assertThat(List.of(status(new VersionId("m", 2)), status(new VersionId("linked", 3))))
        .extracting(VersionStatus::reason)
        .containsOnly("its folder is outside the repository, behind a symbolic link");
  }

  @Test
  void scan_linkWithinTheRoot_isFollowed() throws IOException {
    write("m/1", "one");
    Files.createSymbolicLink(root.resolve("m/2"), root.resolve("m/1"));

    repository.scan();

    assertThat(loader.loads).containsExactly("m/1 one", "m/2 one");
  }

  @Test
  void scan_dataFiles_areCopiedAndHashedWithTheModel() throws IOException {
    write("m/1", "needs weights/a.bin 3");
    Files.createDirectories(root.resolve("m/1/weights"));
    Files.writeString(root.resolve("m/1/weights/a.bin"), "abc");
    Files.writeString(root.resolve("m/1/labels.txt"), "no part of the version");

    repository.scan();

    // (cd m/1; sha256sum model.onnx weights/a.bin) | sha256sum
    assertThat(loaded(ID).sha256())
        .isEqualTo("dab305cfd35da393f4f31bf005cfc0d663c609a18d26fe1e275842b8377d7bf8");
    var copy = copies.resolve(loaded(ID).sha256());
    assertThat(copy.resolve("weights/a.bin")).hasContent("abc");
    assertThat(copy.resolve("labels.txt")).doesNotExist();
  }

  @Test
  void scan_dataFileMissingOrShort_isRejected() throws IOException {
    write("m/1", "needs a.bin 3");
    write("m/2", "needs a.bin 3");
    Files.writeString(root.resolve("m/2/a.bin"), "ab");

    repository.scan();

    assertThat(status(ID).reason()).startsWith("a.bin is missing (expected: a file inside the");
    assertThat(status(new VersionId("m", 2)).reason())
        .isEqualTo("a.bin: 2 bytes (expected: at least 3, as model.onnx says)");
    assertThat(copies).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void scan_dataFileBehindALink_isRejected(boolean hard) throws IOException {
    var outside = Files.writeString(folder.resolve("secret"), "secret");
    write("m/1", "needs a.bin 3");
    if (hard) {
      Files.createLink(root.resolve("m/1/a.bin"), outside);
    } else {
      Files.createSymbolicLink(root.resolve("m/1/a.bin"), outside);
    }

    repository.scan();

    assertThat(status(ID).reason())
        .startsWith(hard ? "a.bin: a hard link, 2 names" : "a.bin is a symbolic link");
    assertThat(loader.loads).isEmpty();
  }

  @Test
  void scan_dataFileStillGrows_waits() throws IOException {
    repository.scan();
    write("m/1", "needs a.bin 2");
    repository.scan();
    Files.writeString(root.resolve("m/1/a.bin.part"), "a");
    Files.writeString(root.resolve("m/1/a.bin"), "a");
    repository.scan();
    Files.writeString(root.resolve("m/1/a.bin"), "ab");
    repository.scan();
    assertThat(loader.loads).isEmpty();

    repository.scan();

    assertThat(loader.loads).hasSize(1);
  }

  /** Loading it again would end every start. */
  @Test
  void scan_filesThatEndedTheProcess_areNotLoadedAgainByThemselves() throws IOException {
    write("m/1", "deadly");
    write("m/2", "two");
    repository.scan();
    assertThat(loads.running).isEmpty();
    loads.ended.put(loaded(ID).sha256(), 1);
    admitted.files.clear();
    loader.loads.clear();

    restart();

    assertThat(loader.loads).containsExactly("m/2 two");
    assertThat(status(ID).state()).isEqualTo(State.REJECTED);
    assertThat(status(ID).reason())
        .startsWith("the gateway died 1 time in a row while loading these files");

    write("m/1", "deadly");
    scanTwice();

    assertThat(status(ID).state()).isEqualTo(State.READY);
    assertThat(loads.ended).isEmpty();
  }

  @Test
  void scan_filesThatOnceCouldBeLoaded_areTriedLastAndHeldBackAfterTwoEnds() throws IOException {
    write("m/1", "one");
    write("m/2", "two");
    repository.scan();
    var sha256 = loaded(ID).sha256();
    loads.ended.put(sha256, 1);
    loader.loads.clear();

    restart();
    assertThat(loader.loads).containsExactly("m/2 two", "m/1 one");

    loads.ended.put(sha256, 2);
    loader.loads.clear();
    restart();
    assertThat(loader.loads).containsExactly("m/2 two");
    assertThat(status(ID).reason()).contains("2 times in a row");
  }

  @Test
  void scan_eachLoad_isNotedWhileItLasts() throws IOException {
    write("m/1", "one");
    loader.duringLoad = () -> assertThat(loads.running).hasSize(64);

    repository.scan();

    assertThat(status(ID).state()).isEqualTo(State.READY);
    assertThat(loads.running).isEmpty();
  }

  /** Serving it at the next start would use the evidence of the former file. */
  @Test
  void scan_fileOverwrittenWhileNobodyLooked_theCopyServesOn() throws IOException {
    write("m/1", "one");
    repository.scan();
    var before = loaded(ID).sha256();
    write("m/1", "other");

    restart();

    assertThat(loader.loads).containsExactly("m/1 one", "m/1 one");
    assertThat(loaded(ID).sha256()).isEqualTo(before);
    assertThat(status(ID).reason())
        .isEqualTo(
            "the files changed, the admitted ones are still served: versions are immutable, use a new number");
  }

  @Test
  void scan_fileUnusableAfterARestart_theCopyServesOn() throws IOException {
    write("m/1", "one");
    write("m/2", "two");
    repository.scan();
    write("m/1", "needs a.bin 1");
    Files.delete(root.resolve("m/2/model.onnx"));

    restart();

    assertThat(loaded(ID).sha256()).isNotEmpty();
    assertThat(status(ID).reason()).startsWith("a.bin is missing");
    assertThat(status(new VersionId("m", 2)).loaded()).isPresent();
    assertThat(status(new VersionId("m", 2)).reason()).isEqualTo("model.onnx is missing");
  }

  @Test
  void scan_copyDamaged_isMadeAnewOrNotServed() throws IOException {
    write("m/1", "one");
    repository.scan();
    var copy = copies.resolve(loaded(ID).sha256()).resolve("model.onnx");
    Files.writeString(copy, "onE");

    restart();

    assertThat(copy).hasContent("one");
    Files.writeString(copy, "onE");
    write("m/1", "other");

    restart();

    assertThat(loader.loads).last().isEqualTo("m/1 one");
    assertThat(status(ID).state()).isEqualTo(State.REPLACED);
  }

  @Test
  void scan_versionUnloadedAndGone_itsCopyIsDeletedUnlessAnotherHasTheSameFiles()
      throws IOException {
    write("m/1", "one");
    write("m/2", "one");
    write("m/3", "three");
    repository.scan();
    var one = copies.resolve(loaded(ID).sha256());
    var three =
        copies.resolve(status(new VersionId("m", 3)).loaded().orElseThrow().sha256());
    delete("m/1");
    delete("m/3");
    scanTwice();
    assertThat(three).isDirectory();

    loaded(ID).retire();
    status(new VersionId("m", 3)).loaded().orElseThrow().retire();
    scanTwice();
    repository.scan();

    assertThat(one).isDirectory();
    assertThat(three).doesNotExist();
  }

  /** The folder was removed while no gateway ran. */
  @Test
  void scan_folderRemovedBetweenRuns_itsCopyIsDeletedUnlessItIsNeeded() throws IOException {
    write("m/1", "one");
    write("m/2", "two");
    repository.scan();
    var one = copies.resolve(loaded(ID).sha256());
    var two =
        copies.resolve(status(new VersionId("m", 2)).loaded().orElseThrow().sha256());
    delete("m/1");
    delete("m/2");
    needed.add(ID);

    restart();
    scanTwice();

    assertThat(one).isDirectory();
    assertThat(two).doesNotExist();
  }

  @Test
  void scan_unloadedModel_isUnloadedAndLoadedAgainFromItsCopy() throws IOException {
    write("m/1", "one");
    repository.scan();
    var before = loaded(ID);
    unloaded.add("m");

    repository.scan();

    assertThat(status(ID).state()).isEqualTo(State.UNLOADED);
    assertThat(before.lease()).isEmpty();
    unloaded.clear();
    write("m/1", "other");
    repository.scan();
    assertThat(loaded(ID).sha256()).isEqualTo(before.sha256());
  }

  @Test
  void scan_unloadedModelWhoseFolderIsRemoved_isGone() throws IOException {
    write("m/1", "one");
    unloaded.add("m");
    repository.scan();
    assertThat(status(ID).state()).isEqualTo(State.UNLOADED);
    delete("m/1");

    scanTwice();

    assertThat(pool.status(ID)).isEmpty();
  }

  @Test
  void scan_rejectedVersion_leavesNoCopy() throws IOException {
    write("m/1", "bad");
    repository.scan();
    scanTwice();

    assertThat(status(ID).state()).isEqualTo(State.REJECTED);
    assertThat(copies).isEmptyDirectory();
  }

  @Test
  void scan_inPlace_loadsFromWhereTheFileIs() throws IOException {
    write("m/1", "one");
    repository.close();
    repository = repository(null);

    repository.scan();

    assertThat(status(ID).state()).isEqualTo(State.READY);
    assertThat(copies).doesNotExist();
  }

  @Test
  void scan_folderInsteadOfFile_isRejected() throws IOException {
    Files.createDirectories(root.resolve("m/1/model.onnx"));

    repository.scan();

    assertThat(status(ID).reason()).isEqualTo("model.onnx is not a file");
  }

  @Test
  void scan_twoGibibytes_isRejectedUnread() throws IOException {
    var file = write("m/1", "");
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.position(2L << 30).write(ByteBuffer.allocate(1));
    }

    repository.scan();

    assertThat(status(ID).reason())
        .isEqualTo("model.onnx: 2147483649 bytes (expected: less than 2 GiB;"
            + " larger models keep their weights in data files)");
  }

  @Test
  void scan_listenerFailsOnce_isTriedAgain() throws IOException {
    var failures = new AtomicInteger(1);
    pool.addListener(model -> {
      if (failures.getAndDecrement() > 0) {
        throw new IllegalStateException("a defect elsewhere");
      }
    });
    write("m/1", "one");
    write("m/2", "two");

    repository.scan();
    assertThat(status(new VersionId("m", 2)).state()).isEqualTo(State.READY);
    scanTwice();

    assertThat(status(ID).state()).isEqualTo(State.READY);
  }

  @Test
  void close_unloadsAll() throws IOException {
    write("m/1", "one");
    write("m/2", "two");
    repository.scan();

    repository.close();

    assertThat(loader.closed).isEqualTo(2);
  }

  private void unloadAndForget(String word) throws IOException {
    write("m/1", word);
    repository.scan();
    delete("m/1");
    scanTwice();
    loaded(ID).retire();
    scanTwice();
  }

  /** The copy of the former file is lost as well. */
  private void replaceWhileNobodyLooks() throws IOException {
    write("m/1", "one");
    repository.scan();
    Files.delete(copies.resolve(loaded(ID).sha256()).resolve("model.onnx"));
    write("m/1", "other");
    restart();
  }

  private Repository repository(@Nullable Path copiesFolder) {
    var memory =
        new Repository.Memory(admitted, loads, copiesFolder, needed::contains, unloaded::contains);
    return new Repository(root, loader, pool, memory, GivenInputs.NONE, () -> 0);
  }

  private void restart() {
    repository.close();
    repository = repository(copies);
    repository.scan();
  }

  /** A record in memory that can be full. */
  private static final class MemoryAdmitted implements Admitted {
    final Map<VersionId, String> files = new HashMap<>();
    boolean full;

    @Override
    public Map<VersionId, String> versions() {
      return files;
    }

    @Override
    public void admit(VersionId id, String sha256) throws IOException {
      refuseIfFull();
      files.putIfAbsent(id, sha256);
    }

    @Override
    public void accept(VersionId id, String sha256, Acceptance by) throws IOException {
      refuseIfFull();
      files.put(id, sha256);
    }

    private void refuseIfFull() throws IOException {
      if (full) {
        throw new IOException("No space left on device");
      }
    }
  }

  private void scanTwice() {
    repository.scan();
    repository.scan();
  }

  private VersionStatus status(VersionId id) {
    return pool.status(id).orElseThrow();
  }

  private LoadedVersion loaded(VersionId id) {
    return status(id).loaded().orElseThrow();
  }

  /** Writes a file a second later than the one before. */
  private Path write(String version, String word) throws IOException {
    var file = Files.createDirectories(root.resolve(version)).resolve("model.onnx");
    Files.writeString(file, word);
    time += 1_000;
    return Files.setLastModifiedTime(file, FileTime.fromMillis(time));
  }

  private void delete(String version) throws IOException {
    Files.delete(root.resolve(version).resolve("model.onnx"));
    Files.delete(root.resolve(version));
  }
}
