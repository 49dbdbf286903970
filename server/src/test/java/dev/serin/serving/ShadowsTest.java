package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.feedback.FeedbackResult;
import dev.serin.feedback.Outcome;
import dev.serin.feedback.ShadowLoss;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Shadowed;
import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShadowsTest {
  @TempDir
  Path folder;

  private final FakePredictor model = new FakePredictor();
  private final LoadedVersion candidate = new LoadedVersion(new VersionId("m", 3), "c", model);
  private TestServing serin;

  @BeforeEach
  void start() throws Exception {
    serin = new TestServing(folder);
    serin.measure("y");
    serin.shadow(candidate, 1);
  }

  /** After every test: each call was reported once, and nothing is held. */
  @AfterEach
  void everyCopy_letsTheCandidateGo() {
    serin.dispatcher.runAll();
    serin.shadowThreads.runAll();

    assertThat(serin.told.size()).isEqualTo(2 * serin.results.size());
    assertThat(serin.inFlight.bytes()).isZero();
    candidate.retire();
    assertThat(model.closes).hasValue(1);
    assertThat(model.closedWhileRunning).hasValue(0);
  }

  @Test
  void predict_stable_isAnsweredBeforeTheCopyRuns() {
    serve(stableCall());

    assertThat(serin.told).containsExactly("reply", "listener");
    assertThat(model.runs).hasValue(0);
    serin.shadowThreads.runAll();
    assertThat(model.runs).hasValue(1);
    assertThat(serin.told).containsExactly("reply", "listener");
  }

  @Test
  void predict_stable_isCopiedOnlyWhenItIsAnswered() {
    var copiesAtTheReply = new AtomicInteger(-1);
    serin.serving.predict(
        stableCall().at(serin.nanos.get()),
        result -> copiesAtTheReply.set(serin.shadowThreads.queue().size()));

    serin.dispatcher.runAll();

    assertThat(copiesAtTheReply).hasValue(0);
    assertThat(serin.shadowThreads.queue()).hasSize(1);
    serin.told.clear();
  }

  @Test
  void predict_copy_tellsBothResults() {
    serin.stable.duringRun = () -> serin.nanos.addAndGet(30);
    model.duringRun = () -> serin.nanos.addAndGet(50);

    long user = serveAndCopy(stableCall()).call().userHash().orElseThrow();

    assertThat(serin.copies)
        .containsExactly(
            new Shadowed("t1", 1_000_000_000_000L, user, Result.OK, 30, Result.OK, 50, true));
    assertThat(serin.dropped).isZero();
  }

  @Test
  void predict_copy_isNoCallOfTheCandidateToAnybodyElse() {
    serveAndCopy(stableCall());

    assertThat(serin.recorded).containsExactly("1 7 OK 0");
    assertThat(serin.records).hasSize(1);
  }

  @Test
  void predict_copyWaits_countsNotAsInFlight() {
    serve(stableCall());

    assertThat(serin.inFlight.bytes()).isZero();
  }

  @Test
  void predict_candidateFails_isBadAndTheUserSeesNothing() {
    model.duringRun = () -> {
      throw new IllegalStateException();
    };

    assertThat(serveAndCopy(stableCall())).isInstanceOf(PredictResult.Answer.class);

    assertThat(serin.copies)
        .singleElement()
        .returns(Result.OK, Shadowed::stable)
        .returns(Result.BAD, Shadowed::canary)
        .returns(false, Shadowed::agrees);
  }

  @Test
  void predict_candidateEndsInAnError_isBad() {
    model.duringRun = () -> {
      throw new StackOverflowError();
    };

    serveAndCopy(stableCall());

    assertThat(serin.copies).singleElement().returns(Result.BAD, Shadowed::canary);
  }

  @Test
  void predict_stableFails_isBadOfStable() {
    serin.stable.duringRun = () -> {
      throw new IllegalStateException();
    };

    serveAndCopy(stableCall());

    assertThat(serin.copies)
        .singleElement()
        .returns(Result.BAD, Shadowed::stable)
        .returns(Result.OK, Shadowed::canary)
        .returns(false, Shadowed::agrees);
  }

  @Test
  void predict_candidateNotFinite_isTold() {
    shadow(Tensor.ofFloats(Shape.of(1, 2), Float.NaN, 1));

    serveAndCopy(stableCall());

    assertThat(serin.copies).singleElement().returns(Result.NOT_FINITE, Shadowed::canary);
  }

  /** NaN from both models is the same answer. */
  @Test
  void predict_neitherFinite_isNobodysFault() {
    shadow(Tensor.ofFloats(Shape.of(1, 2), Float.NaN, 2));
    serin.publishStable(new Answering(
        inputs -> Map.of("y", Tensor.ofFloats(Shape.of(1, 2), Float.NaN, 1))));

    serveAndCopy(stableCall());

    assertThat(serin.copies)
        .singleElement()
        .returns(Result.OK, Shadowed::stable)
        .returns(Result.OK, Shadowed::canary);
  }

  @Test
  void predict_anotherClass_doesNotAgree() {
    shadow(Tensor.ofFloats(Shape.of(1, 2), 2, 1));

    serveAndCopy(stableCall());

    assertThat(serin.copies).singleElement().returns(false, Shadowed::agrees);
  }

  @Test
  void predict_callsThatAreNotOfStablesUsers_areNotCopied() {
    serveAndCopy(Calls.good());
    serveAndCopy(Calls.good().user(serin.userOf(2)));
    serveAndCopy(Calls.good().pinned(1).user(serin.userOf(1)));
    serveAndCopy(stableCall().cancelled());
    serveAndCopy(stableCall().outputs("z"));
    serveAndCopy(stableCall().inputs(Map.of("x", Tensor.ofFloats(Shape.of(1, 2), 1, Float.NaN))));

    assertThat(model.runs).hasValue(0);
    assertThat(serin.dropped).isZero();
  }

  @Test
  void predict_fraction_copiesThatShareOfTheCalls() {
    serin.shadow(candidate, 0.25);
    for (int i = 0; i < 1_000; i++) {
      serin.nextId.set(i * 0x9E3779B97F4A7C15L);
      serveAndCopy(stableCall());
    }

    assertThat(serin.copies.size()).isBetween(240, 260);
    assertThat(serin.dropped).isZero();
  }

  @Test
  void offer_queueFull_isDropped() {
    serve(Shadows.COPIES + 3, stableCall());

    assertThat(serin.dropped).isEqualTo(3);
    serin.shadowThreads.runAll();
    assertThat(serin.copies).hasSize(Shadows.COPIES);
  }

  @Test
  void offer_queueWasFull_takesCopiesAgain() {
    serve(Shadows.COPIES + 1, stableCall());
    serin.shadowThreads.runAll();

    serve(Shadows.COPIES, stableCall());

    assertThat(serin.dropped).isEqualTo(1);
  }

  @Test
  void offer_largeCopies_takeTheRoomOfManyButOneAlwaysFits() {
    serve(1, largeCall(40_000_000));
    serve(1, largeCall(40_000_000));
    assertThat(serin.dropped).isEqualTo(1);
    serin.shadowThreads.runAll();

    serve(1, largeCall((int) Shadows.LIMIT_BYTES));

    assertThat(serin.dropped).isEqualTo(1);
  }

  @Test
  void offer_callsWait_isDropped() {
    serin.call(stableCall().at(serin.nanos.get()));
    serin.call(Calls.good().user(serin.userOf(2)).at(serin.nanos.get()));

    serin.dispatcher.runAll();

    assertThat(serin.dropped).isEqualTo(1);
    serin.shadowThreads.runAll();
    assertThat(serin.copies).isEmpty();
  }

  @Test
  void run_callsWait_isDropped() {
    serve(stableCall());
    serin.call(stableCall().at(serin.nanos.get()));

    serin.shadowThreads.runAll();

    assertThat(serin.dropped).isEqualTo(1);
    assertThat(model.runs).hasValue(0);
  }

  @Test
  void run_machineTooBusy_isDropped() {
    serin.load = 0.71;

    serveAndCopy(stableCall());

    assertThat(serin.dropped).isEqualTo(1);
    assertThat(model.runs).hasValue(0);
  }

  @Test
  void offer_candidateGone_isDropped() {
    candidate.retire();

    serveAndCopy(stableCall());

    assertThat(serin.dropped).isEqualTo(1);
  }

  @Test
  void run_candidateRetiredWhileTheCopyWaits_runsAndOnlyThenUnloads() {
    var closesInTheRun = new AtomicInteger(-1);
    model.duringRun = () -> closesInTheRun.set(model.closes.get());
    serve(stableCall());
    candidate.retire();

    serin.shadowThreads.runAll();

    assertThat(serin.copies).hasSize(1);
    assertThat(closesInTheRun).hasValue(0);
    assertThat(model.closes).hasValue(1);
  }

  @Test
  void close_copiesThatWait_areDropped() {
    serve(2, stableCall());

    serin.shadows.close();
    serin.shadowThreads.runAll();

    assertThat(serin.dropped).isEqualTo(2);
    assertThat(model.runs).hasValue(0);
  }

  @Test
  void offer_closed_isDropped() {
    serin.shadows.close();

    assertThat(serve(stableCall())).isInstanceOf(PredictResult.Answer.class);

    assertThat(serin.dropped).isEqualTo(1);
  }

  @Test
  void label_ofACallWithACopy_carriesBothLosses() {
    shadow(Tensor.ofFloats(Shape.of(1, 2), 2, 1));
    var answer = (PredictResult.Answer) serveAndCopy(stableCall());

    assertThat(serin.label(answer.predictionId(), 0).result()).isEqualTo(FeedbackResult.ACCEPTED);

    assertThat(serin.outcomes)
        .singleElement()
        .returns(1.0, Outcome::loss)
        .returns(Optional.of(new ShadowLoss("t1", 0)), Outcome::shadow);
  }

  @Test
  void label_beforeTheCopyRan_carriesOneLoss() {
    var answer = (PredictResult.Answer) serve(stableCall());

    serin.label(answer.predictionId(), 0);

    assertThat(serin.outcomes).singleElement().returns(Optional.empty(), Outcome::shadow);
  }

  private void shadow(Tensor output) {
    serin.shadow(Answering.version(3, output), 1);
  }

  private Calls stableCall() {
    return Calls.good().user(serin.userOf(1));
  }

  /** A call whose request and answer together take that many bytes. */
  private Calls largeCall(int bytes) {
    int rows = bytes / 2 / 8;
    return stableCall()
        .inputs(Map.of("x", Tensor.ofFloats(Shape.of(rows, 2), new float[2 * rows])));
  }

  private void serve(int times, Calls call) {
    IntStream.range(0, times).forEach(i -> serve(call));
  }

  private PredictResult serve(Calls call) {
    return serin.serve(call.at(serin.nanos.get()));
  }

  private PredictResult serveAndCopy(Calls call) {
    var result = serve(call);
    serin.shadowThreads.runAll();
    return result;
  }
}
