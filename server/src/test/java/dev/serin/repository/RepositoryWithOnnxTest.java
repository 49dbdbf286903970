package dev.serin.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.Lease;
import dev.serin.model.LoadedVersion;
import dev.serin.model.PredictionException;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.model.VersionStatus.State;
import dev.serin.onnx.OnnxLoader;
import dev.serin.onnx.OnnxModels;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepositoryWithOnnxTest {
  private static final VersionId ID = new VersionId("m", 1);

  @TempDir
  private Path root;

  @TempDir
  private Path copies;

  private final VersionPool pool = new VersionPool();
  private Repository repository;

  @BeforeEach
  void open() {
    repository = new Repository(root, new OnnxLoader(), pool, System::nanoTime);
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void scan_modelOfAnyType_isReady(DataType type) throws Exception {
    write("m/1", OnnxModels.identity(type, -1, 3));

    repository.scan();

    assertThat(pool.status(ID).orElseThrow().state()).isEqualTo(State.READY);
  }

  @Test
  void scan_badFiles_areRejectedWithTheReason() throws Exception {
    var model = OnnxModels.add(1, -1);
    write("m/1", Arrays.copyOf(model, model.length - 20));
    write("m/2", new byte[0]);
    write("m/3", new byte[] {1, 2, 3, 4});
    write("m/6", model);

    repository.scan();

    assertThat(reason(1)).contains("truncated");
    assertThat(reason(2)).isEqualTo("the file is empty");
    assertThat(reason(3)).startsWith("not an ONNX model");
    assertThat(pool.status(new VersionId("m", 6)).orElseThrow().state()).isEqualTo(State.READY);
  }

  /** A generated input is no reason to refuse: real inputs may give finite values. */
  @Test
  void scan_noNumbersAtWarmUp_isReadyWithANote() throws Exception {
    write("m/1", OnnxModels.notANumber(-1));
    write("m/2", OnnxModels.add(Float.POSITIVE_INFINITY, -1));

    repository.scan();

    for (var version : List.of(1L, 2L)) {
      assertThat(pool.status(new VersionId("m", version)).orElseThrow().state())
          .isEqualTo(State.READY);
    }
    assertThat(reason(1)).startsWith("warm-up: output y: NaN for a generated input");
    assertThat(reason(2)).startsWith("warm-up: output y: Infinity for a generated input");
  }

  /** As PyTorch's exporter writes every model. */
  @Test
  void scan_weightsInADataFile_areServedFromTheCopy() throws Exception {
    write("m/1", OnnxModels.externalPart("model.onnx.data", 4, 4, -1));
    var data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(7).putFloat(1);
    Files.write(root.resolve("m/1/model.onnx.data"), data.array());

    var memory = new Repository.Memory(
        Admitted.inMemory(),
        LoadRecord.nothing(),
        copies,
        /* needed= */ id -> false,
        /* unloaded= */ model -> false);
    try (var copying =
        new Repository(root, new OnnxLoader(), pool, memory, GivenInputs.NONE, () -> 0)) {
      copying.scan();

      assertThat(reason(1)).isEmpty();
      assertThat(addOne(loaded().lease().orElseThrow(), 41)).isEqualTo(42);
      assertThat(copies.resolve(loaded().sha256()).resolve("model.onnx.data"))
          .hasSameBinaryContentAs(root.resolve("m/1/model.onnx.data"));
    }
  }

  /** Without a limit the loading thread would never return. */
  @Test
  void scan_modelThatNeverEnds_isReadyWithANote() throws Exception {
    var quick = new OnnxLoader(name -> 1, Duration.ofMillis(100));
    write("m/1", OnnxModels.endlessLoop(-1));
    write("m/2", OnnxModels.add(1, -1));

    try (var impatient = new Repository(root, quick, pool, System::nanoTime)) {
      impatient.scan();

      assertThat(pool.status(ID).orElseThrow().state()).isEqualTo(State.READY);
      assertThat(reason(1)).contains("the run was stopped after 100 ms");
      assertThat(pool.status(new VersionId("m", 2)).orElseThrow().state()).isEqualTo(State.READY);
    }
  }

  @Test
  void scan_modelThatDividesByItsInput_isReady() throws Exception {
    write("m/1", OnnxModels.divideByItself(-1));

    repository.scan();

    assertThat(pool.status(ID).orElseThrow().state()).isEqualTo(State.READY);
  }

  @Test
  void scan_fiftyLoadsAndRetirementsUnderLeases_noCallFails() throws Exception {
    var executor = Executors.newFixedThreadPool(2);
    var done = new AtomicBoolean();
    var answers = new Semaphore(0);
    var callers = List.of(
        executor.submit(callUntil(done, answers)), executor.submit(callUntil(done, answers)));
    try {
      for (int cycle = 0; cycle < 50; cycle++) {
        write("m/1", OnnxModels.add(1, -1));
        scanTwice();
        var loaded = loaded();
        answers.drainPermits();
        assertThat(answers.tryAcquire(10, 30, TimeUnit.SECONDS)).isTrue();
        Files.delete(root.resolve("m/1/model.onnx"));
        Files.delete(root.resolve("m/1"));
        scanTwice();
        assertThat(pool.status(ID).orElseThrow().state()).isEqualTo(State.RETIRED);
        loaded.retire();
        scanTwice();
        assertThat(pool.status(ID)).isEmpty();
      }
    } finally {
      done.set(true);
      executor.shutdown();
    }
    for (var caller : callers) {
      caller.get();
    }
  }

  /** Calls the loaded version, each time under a lease. */
  private Callable<Boolean> callUntil(AtomicBoolean done, Semaphore answers) {
    return () -> {
      while (!done.get()) {
        var lease = pool.status(ID).flatMap(VersionStatus::loaded).flatMap(LoadedVersion::lease);
        if (lease.isPresent()) {
          assertThat(addOne(lease.get(), 41)).isEqualTo(42);
          answers.release();
        }
      }
      return true;
    };
  }

  private static float addOne(Lease lease, float x) throws PredictionException {
    try (lease) {
      var inputs = Map.of("x", Tensor.ofFloats(Shape.of(1), x));
      var outputs = lease.version().predictor().predict(inputs, List.of());
      return outputs.values().iterator().next().data().getFloat();
    }
  }

  private LoadedVersion loaded() {
    return pool.status(ID).orElseThrow().loaded().orElseThrow();
  }

  private String reason(long version) {
    return pool.status(new VersionId("m", version)).orElseThrow().reason();
  }

  private void scanTwice() {
    repository.scan();
    repository.scan();
  }

  private void write(String version, byte[] model) throws IOException {
    Files.write(Files.createDirectories(root.resolve(version)).resolve("model.onnx"), model);
  }
}
