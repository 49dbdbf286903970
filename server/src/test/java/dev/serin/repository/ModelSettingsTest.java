package dev.serin.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.BatchChoice;
import dev.serin.model.ModelSettings;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.model.VersionStatus.State;
import dev.serin.onnx.OnnxLoader;
import dev.serin.onnx.OnnxModels;
import dev.serin.server.Logged;
import dev.serin.triton.TritonSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model y = x + 1 of FP32 [-1,3] with a config.pbtxt, over real scans. */
class ModelSettingsTest {
  private static final String INPUT = "input { name: 'x' data_type: TYPE_FP32 dims: 3 }";

  @TempDir
  private Path root;

  private final VersionPool pool = new VersionPool();
  private final Map<String, ModelSettings> inForce = new HashMap<>();
  private final Set<VersionId> needed = new HashSet<>();
  private final Admitted admitted = Admitted.inMemory();
  private Repository repository;

  @BeforeEach
  void open() throws IOException {
    repository = repository();
    copy(1);
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void scan_modelAsDescribed_isReady() throws Exception {
    config("max_batch_size: 8 " + INPUT);

    repository.scan();

    assertThat(status(1).state()).isEqualTo(State.READY);
    assertThat(status(1).reason()).isEmpty();
    assertThat(batching("m").settings().maxBatch()).isEqualTo(OptionalInt.of(8));
  }

  @Test
  void scan_modelOfAnotherSignature_isRejectedWithBoth() throws Exception {
    config("max_batch_size: 8 input { name: 'x' data_type: TYPE_INT32 dims: 3 }");

    repository.scan();

    assertThat(status(1).state()).isEqualTo(State.REJECTED);
    assertThat(status(1).reason())
        .isEqualTo("config.pbtxt: input x: INT32 [-1,3] with the rows of max_batch_size 8"
            + " (expected: FP32 [-1,3], as in the model)");
  }

  @Test
  void scan_syntaxError_rejectsAllVersionsUntilItIsMended() throws Exception {
    copy(2);
    config("max_batch_size 8");
    repository.scan();
    assertThat(status(1).reason()).startsWith("config.pbtxt:1:16: ");
    assertThat(status(2).reason()).startsWith("config.pbtxt:1:16: ");

    config("max_batch_size: 8");
    repository.scan();
    assertThat(status(1).state()).isEqualTo(State.REJECTED);
    repository.scan();

    assertThat(status(1).state()).isEqualTo(State.READY);
    assertThat(status(2).state()).isEqualTo(State.READY);
  }

  @Test
  void scan_syntaxErrorWhileServing_leavesWhatWasInForceAndIsNoted() throws Exception {
    config("max_batch_size: 8");
    repository.scan();
    var loaded = status(1).loaded();
    config("max_batch_size: x");
    copy(2);

    repository.scan();
    repository.scan();

    assertThat(status(1).state()).isEqualTo(State.READY);
    assertThat(status(1).loaded()).isEqualTo(loaded);
    assertThat(status(1).reason())
        .startsWith("config.pbtxt:1:17: ")
        .endsWith("; what it said before stays in force");
    assertThat(status(2).state()).isEqualTo(State.REJECTED);
    assertThat(batching("m").settings().maxBatch()).isEqualTo(OptionalInt.of(8));
  }

  @Test
  void scan_fieldsWithoutEffect_areLoggedOnceAndNoted() throws Exception {
    config("optimization {} response_cache { enable: true }");
    var note = "config.pbtxt: without effect here: response_cache.enable, optimization";
    try (var log = new Logged(ModelFiles.class)) {
      repository.scan();
      repository.scan();

      assertThat(log.messages()).containsExactly("WARN m: " + note);
    }
    assertThat(status(1).reason()).isEqualTo(note);
  }

  @Test
  void scan_changeOfBatching_isInForceAtOnce() throws Exception {
    config("instance_group { count: 1 }");
    repository.scan();

    config("instance_group { count: 2 }");
    repository.scan();
    repository.scan();

    assertThat(batching("m").maxRuns()).isEqualTo(OptionalInt.of(2));
    assertThat(status(1).reason()).isEmpty();
  }

  @Test
  void scan_changeOfWhatALoadNeeds_isNotedUntilTheNextLoad() throws Exception {
    repository.scan();

    config("max_batch_size: 8 " + INPUT);
    copy(2);
    repository.scan();
    repository.scan();

    assertThat(status(1).reason())
        .isEqualTo("config.pbtxt or a file that it names changed after this version was loaded;"
            + " only batching and version_policy are in force, the rest when it is loaded again");
    assertThat(status(2).reason()).isEmpty();
  }

  /** Otherwise the next start would be the first to say so. */
  @Test
  void scan_changeThatWouldRejectTheVersion_isNotedBeforeTheNextLoad() throws Exception {
    repository.scan();

    config("input { name: 'z' }");
    repository.scan();
    repository.scan();

    assertThat(status(1).state()).isEqualTo(State.READY);
    assertThat(status(1).reason())
        .endsWith("the rest when it is loaded again, when it will be REJECTED: config.pbtxt: input:"
            + " z (expected: one of [x FP32 [-1,3]], as in the model)");
  }

  @Test
  void scan_configRemoved_isAsIfThereHadBeenNone() throws Exception {
    config("max_batch_size: 8");
    repository.scan();

    Files.delete(root.resolve("m/config.pbtxt"));
    repository.scan();
    repository.scan();

    assertThat(inForce.get("m")).isEqualTo(ModelSettings.NONE);
  }

  @Test
  void scan_labels_areTheClassesOfTheOutput() throws Exception {
    config("output { name: 'y' label_filename: 'labels.txt' }");
    repository.scan();
    assertThat(status(1).reason()).contains("label_filename: labels.txt (expected: a file");

    Files.writeString(root.resolve("m/labels.txt"), "a\nb\nc\n");
    repository.scan();
    repository.scan();

    assertThat(status(1).loaded().orElseThrow().signature().classes("y"))
        .containsExactly("a", "b", "c");
  }

  @Test
  void scan_filesThatTheConfigNames_areNotReportedAsIgnored() throws Exception {
    config("output { name: 'y' label_filename: 'labels.txt' } model_warmup { name: 'w' inputs {"
        + " key: 'x' value { data_type: TYPE_FP32 dims: [1, 3] input_data_file: 'x' } } }");
    Files.writeString(root.resolve("m/labels.txt"), "a\nb\nc\n");
    Files.writeString(root.resolve("m/notes.txt"), "");
    Files.createDirectories(root.resolve("m/warmup"));
    Files.write(root.resolve("m/warmup/x"), new byte[12]);
    try (var log = new Logged(Repository.class)) {
      repository.scan();

      assertThat(log.messages())
          .filteredOn(message -> message.contains("ignored"))
          .containsExactly("WARN m/notes.txt is ignored (expected: a folder whose name is a"
              + " positive integer)");
    }
    assertThat(status(1).reason()).isEmpty();
  }

  @Test
  void scan_warmUpThatDoesNotFit_isNotedAndTheVersionReady() throws Exception {
    config("model_warmup { name: 'w' inputs { key: 'x' value { data_type: TYPE_FP32 dims: [1, 2]"
        + " zero_data: true } } }");

    repository.scan();

    assertThat(status(1).state()).isEqualTo(State.READY);
    assertThat(status(1).reason())
        .isEqualTo("warm-up: config.pbtxt: model_warmup w: x: FP32 [1,2] (expected: FP32 [-1,3])");
  }

  @Test
  void scan_latest_loadsTheHighestOnly() throws Exception {
    config("version_policy { latest {} }");
    copy(2);

    repository.scan();

    assertThat(pool.versions("m").keySet()).containsExactly(2L);
  }

  @Test
  void scan_latest_retiresTheFormerOneOnceItHasNoUsers() throws Exception {
    config("version_policy { latest {} }");
    repository.scan();
    needed.add(new VersionId("m", 1));
    copy(2);
    repository.scan();
    repository.scan();
    assertThat(status(1).state()).isEqualTo(State.READY);
    assertThat(status(2).state()).isEqualTo(State.READY);

    needed.clear();
    repository.scan();
    repository.scan();

    assertThat(status(1).state()).isEqualTo(State.RETIRED);
    assertThat(status(1).reason())
        .isEqualTo("not loaded: version_policy of config.pbtxt selects the latest 1");
  }

  /** Who has users is not known before the first scan is over. */
  @Test
  void firstScan_latest_loadsWhatWasServedBefore() throws Exception {
    repository.scan();
    copy(2);
    copy(3);
    config("version_policy { latest {} }");
    repository.close();

    repository = repository();
    repository.scan();

    assertThat(pool.status(new VersionId("m", 2))).isEmpty();
    assertThat(status(1).state()).isEqualTo(State.READY);
    assertThat(status(3).state()).isEqualTo(State.READY);
  }

  @Test
  void scan_specificChanged_loadsWhatIsNamedNow() throws Exception {
    copy(2);
    config("version_policy { specific { versions: 1 } }");
    repository.scan();
    assertThat(pool.versions("m").keySet()).containsExactly(1L);

    config("version_policy { specific { versions: [1, 2] } }");
    repository.scan();
    repository.scan();
    repository.scan();

    assertThat(status(2).state()).isEqualTo(State.READY);
  }

  @Test
  void scan_configStillBeingWritten_isWaitedFor() throws Exception {
    repository.scan();
    Files.createDirectories(root.resolve("n/1"));
    Files.write(root.resolve("n/1/model.onnx"), OnnxModels.add(1, -1, 3));
    Files.writeString(root.resolve("n/config.pbtxt"), "max_batch");
    repository.scan();

    Files.writeString(root.resolve("n/config.pbtxt"), "max_batch_size: 4");
    repository.scan();
    assertThat(pool.versions("n")).isEmpty();
    repository.scan();

    assertThat(pool.status(new VersionId("n", 1)).orElseThrow().state()).isEqualTo(State.READY);
    assertThat(batching("n").settings().maxBatch()).isEqualTo(OptionalInt.of(4));
  }

  /** A link could lead to any file of the machine. */
  @Test
  void scan_configThatIsALink_isRefused() throws Exception {
    Files.writeString(root.resolve("secret"), "name: 'm'");
    Files.createSymbolicLink(root.resolve("m/config.pbtxt"), root.resolve("secret"));

    repository.scan();

    assertThat(status(1).state()).isEqualTo(State.REJECTED);
    assertThat(status(1).reason())
        .isEqualTo("config.pbtxt is a symbolic link or no file (expected: a file)");
  }

  private Repository repository() {
    return new Repository(
        root,
        new OnnxLoader(),
        pool,
        new Repository.Memory(
            admitted, LoadRecord.nothing(), null, needed::contains, model -> false),
        new Repository.Beside(new TritonSettings(), GivenInputs.NONE, inForce::put),
        System::nanoTime);
  }

  private BatchChoice batching(String model) {
    return Objects.requireNonNull(inForce.get(model)).batching();
  }

  private VersionStatus status(long version) {
    return pool.status(new VersionId("m", version)).orElseThrow();
  }

  private void config(String text) throws IOException {
    Files.writeString(root.resolve("m/config.pbtxt"), text);
  }

  private void copy(long version) throws IOException {
    var folder = Files.createDirectories(root.resolve("m/" + version));
    Files.write(folder.resolve("model.onnx"), OnnxModels.add(1, -1, 3));
  }
}
