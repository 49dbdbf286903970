package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
  private static final Tensor ROW = Tensor.ofFloats(Shape.of(1, 2), 1, 2);

  @TempDir
  Path folder;

  private TestServing serin;

  @BeforeEach
  void start() throws Exception {
    serin = new TestServing(folder);
  }

  /** After every test: nothing is held. */
  @AfterEach
  void everyLease_isReturned() {
    serin.one.retire();
    serin.two.retire();

    assertThat(serin.stable.closes).hasValue(1);
    assertThat(serin.canary.closes).hasValue(1);
  }

  @Test
  void run_nothingCalledYet_passesAndSaysSo() {
    assertThat(preflight(serin.two)).isEqualTo(new PreflightResult(0, none()));
  }

  @Test
  void run_goodCandidate_passesOnWhatWasAnswered() {
    serve(3);

    assertThat(preflight(serin.two)).isEqualTo(new PreflightResult(3, none()));
    assertThat(serin.canary.runs).hasValue(3);
  }

  @Test
  void run_slowCandidate_isKnownToBeSlowBeforeItHasUsers() {
    serin.stable.duringRun = () -> serin.nanos.addAndGet(10_000_000);
    serin.canary.duringRun = () -> serin.nanos.addAndGet(30_000_000);
    serve(5);
    assertThat(serin.two.runTimes().aboveTwice(serin.one.runTimes())).isFalse();

    var unused = preflight(serin.two);

    assertThat(serin.two.runTimes().aboveTwice(serin.one.runTimes())).isTrue();
  }

  @Test
  void run_callsThatWereRefusedOrPinned_areNotReplayed() {
    serin.serve(Calls.good().pinned(1).at(serin.nanos.get()));
    serin.serve(Calls.good().outputs("z").at(serin.nanos.get()));

    assertThat(preflight(serin.two)).isEqualTo(new PreflightResult(0, none()));
  }

  @Test
  void run_candidateFailsWhereStableAnswers_isAProblem() {
    serve(1);

    assertThat(preflight(Answering.failing(3)).problem())
        .contains("m/3 fails on a recent call that m/1 answers: it fails");
  }

  @Test
  void run_bothFail_isNoProblem() {
    serve(1);
    serin.stable.duringRun = () -> {
      throw new IllegalStateException();
    };

    assertThat(preflight(Answering.failing(3))).isEqualTo(new PreflightResult(1, none()));
  }

  @Test
  void run_outputNotFinite_isAProblemUnlessStableFails() {
    serve(1);
    var infinite = Tensor.ofFloats(Shape.of(1, 2), 1, Float.POSITIVE_INFINITY);

    assertThat(preflight(Answering.version(3, infinite)).problem())
        .contains("m/3 on a recent call: output y: Infinity (expected: a finite number)");

    serin.stable.duringRun = () -> {
      throw new IllegalStateException();
    };
    assertThat(preflight(Answering.version(3, infinite))).isEqualTo(new PreflightResult(1, none()));
  }

  /** Models mask forbidden choices with it. */
  @Test
  void run_minusInfinity_isNoProblem() {
    serve(1);
    var masked = Tensor.ofFloats(Shape.of(1, 2), 1, Float.NEGATIVE_INFINITY);

    assertThat(preflight(Answering.version(3, masked))).isEqualTo(new PreflightResult(1, none()));
  }

  @Test
  void run_outputNotFiniteToSuchInputs_isNoProblem() {
    var input = Map.of("x", Tensor.ofFloats(Shape.of(1, 2), 1, Float.NaN));
    serin.serve(Calls.good().inputs(input).at(serin.nanos.get()));

    assertThat(preflight(serin.two)).isEqualTo(new PreflightResult(1, none()));
  }

  @Test
  void run_anotherShape_isAProblem() {
    serve(1);
    var threeClasses = Tensor.ofFloats(Shape.of(1, 3), 1, 2, 3);

    assertThat(preflight(Answering.version(3, threeClasses)).problem())
        .contains("m/3 on a recent call: output y: FP32 [1,3] (expected: FP32 [1,2])");
  }

  @Test
  void run_anotherType_isAProblem() {
    serve(1);
    var whole = Tensor.of(DataType.INT32, Shape.of(1, 2), ByteBuffer.allocate(8));

    assertThat(preflight(Answering.version(3, whole)).problem())
        .contains("m/3 on a recent call: output y: INT32 [1,2] (expected: FP32 [1,2])");
  }

  @Test
  void run_otherOutputs_isAProblem() {
    serve(1);

    assertThat(preflight(Answering.version(3, inputs -> Map.of("z", ROW))).problem())
        .contains("m/3 on a recent call: outputs: [z] (expected: [y])");
  }

  @Test
  void run_inputsThatTheCandidateDoesNotTake_isAProblem() {
    serin.publishStable(new TwoOutputs());
    serin.serve(Calls.good().outputs("scores").at(serin.nanos.get()));
    var stable = new LoadedVersion(new VersionId("m", 1), "c", new TwoOutputs());

    assertThat(serin.serving.preflight().run("m", serin.two, stable).problem())
        .hasValueSatisfying(problem -> assertThat(problem)
            .startsWith("m/2 fails on a recent call that m/1 answers: outputs: scores"));
  }

  @Test
  void run_callsThatStableNoLongerTakes_areLeftOut() {
    serin.publishStable(new TwoOutputs());
    serin.serve(Calls.good().outputs("scores").at(serin.nanos.get()));

    assertThat(preflight(serin.two)).isEqualTo(new PreflightResult(0, none()));
  }

  @Test
  void run_versionGone_isAProblem() {
    serve(1);
    var gone = new LoadedVersion(new VersionId("m", 3), "c", new FakePredictor());
    gone.retire();

    assertThat(preflight(gone).problem()).contains("m/3 is no longer loaded");
    assertThat(serin.serving.preflight().run("m", serin.two, gone).problem())
        .contains("m/3 is no longer loaded");
  }

  /** Serves this many calls, with different numbers. */
  private void serve(int calls) {
    for (int i = 0; i < calls; i++) {
      serin.nextId.set(i);
      serin.serve(Calls.good().at(serin.nanos.get()));
    }
  }

  private PreflightResult preflight(LoadedVersion candidate) {
    return serin.serving.preflight().run("m", candidate, serin.one);
  }

  private static Optional<String> none() {
    return Optional.empty();
  }
}
