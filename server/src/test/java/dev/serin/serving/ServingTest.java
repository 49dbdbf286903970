package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.feedback.FeedbackResult;
import dev.serin.model.FakePredictor;
import dev.serin.model.NoRoomException;
import dev.serin.model.Predictor;
import dev.serin.model.Role;
import dev.serin.model.RunEndedException;
import dev.serin.model.Signature;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.CallRecord.Timing;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingTest {
  private static final Map<String, Tensor> WRONG_DIMENSION =
      Map.of("x", Tensor.ofFloats(Shape.of(1, 3), 1, 2, 3));

  @TempDir
  Path folder;

  private TestServing serin;

  @BeforeEach
  void start() throws Exception {
    serin = new TestServing(folder);
  }

  /** After every test: each call was reported once, to the reply first, and nothing is held. */
  @AfterEach
  void everyCall_isAnsweredOnce_andLetsEverythingGo() {
    serin.dispatcher.runAll();

    assertThat(serin.told.size() % 2).isZero();
    for (int i = 0; i < serin.told.size(); i += 2) {
      assertThat(serin.told.subList(i, i + 2)).containsExactly("reply", "listener");
    }
    assertThat(serin.inFlight.bytes()).isZero();
    serin.one.retire();
    serin.two.retire();
    assertThat(serin.stable.closes).hasValue(1);
    assertThat(serin.canary.closes).hasValue(1);
    assertThat(serin.stable.closedWhileRunning).hasValue(0);
    assertThat(serin.canary.closedWhileRunning).hasValue(0);
  }

  @Test
  void predict_answersWithWhoServed() {
    var user = serin.userOf(2);

    var answer = answer(Calls.good().user(user));

    assertThat(answer.outputs()).containsOnlyKeys("y");
    assertThat(answer.call().served()).contains(new Served(2, Role.CANARY, 5));
    assertThat(answer.call().userHash()).isPresent();
    assertThat(answer.call().status()).isEqualTo(CallStatus.OK);
    assertThat(answer.call().fault()).isEqualTo(Fault.NONE);
    assertThat(answer.predictionId()).isNotEmpty();
  }

  @Test
  void predict_withoutUser_goesToStableAndHasNoHash() {
    var answer = answer(Calls.good());

    assertThat(answer.call().served()).contains(new Served(1, Role.STABLE, 5));
    assertThat(answer.call().userHash()).isEmpty();
  }

  @Test
  void predict_pinned_goesToThatVersionAndHasNoHash() {
    var answer = answer(Calls.good().pinned(2).user(serin.userOf(1)));

    assertThat(answer.call().served()).contains(new Served(2, Role.PINNED, 5));
    assertThat(answer.call().userHash()).isEmpty();
  }

  @Test
  void predict_splitsItsTimeIntoQueueAndInference() {
    serin.stable.duringRun = () -> serin.nanos.addAndGet(30);
    long arrival = serin.nanos.getAndAdd(5);
    serin.call(Calls.good().at(arrival));
    serin.nanos.addAndGet(20);

    serin.dispatcher.runAll();

    assertThat(serin.records.get(0).timing()).isEqualTo(new Timing(55, 20, 30, 1));
  }

  @Test
  void predict_badTensor_isTheCallersFaultAndNeverRuns() {
    var refusal = refusal(Calls.good().inputs(WRONG_DIMENSION));

    assertFault(refusal, CallStatus.INVALID_ARGUMENT, Fault.CALLER);
    assertThat(refusal.message()).contains("x: FP32 [1,3] (expected: FP32 [-1,2])");
    assertThat(serin.stable.runs).hasValue(0);
  }

  @Test
  void predict_unknownOutput_isTheCallersFault() {
    var refusal = refusal(Calls.good().outputs("z"));

    assertFault(refusal, CallStatus.INVALID_ARGUMENT, Fault.CALLER);
    assertThat(refusal.message()).contains("z");
  }

  @Test
  void predict_cancelledBeforeItRan_isTheCallersFaultAndNeverRuns() {
    var refusal = refusal(Calls.good().cancelled());

    assertFault(refusal, CallStatus.CANCELLED, Fault.CALLER);
    assertThat(serin.stable.runs).hasValue(0);
  }

  /** gRPC cancels a call whose deadline passes; it must not count as cancelled by the caller. */
  @Test
  void predict_cancelledByItsDeadline_isDeadlineExceeded() {
    var refusal = refusal(Calls.good().deadline(-1).cancelled());

    assertFault(refusal, CallStatus.DEADLINE_EXCEEDED, Fault.CALLER);
  }

  @Test
  void predict_cancelledWhileItRan_isTheCallersFault() {
    var caller = new Caller();
    serin.stable.duringRun = caller::leave;

    var refusal = refusal(Calls.good().caller(caller));

    assertFault(refusal, CallStatus.CANCELLED, Fault.CALLER);
  }

  @Test
  void predict_deadlinePassedInTheQueue_isTheCallersFaultAndNeverRuns() {
    serin.call(Calls.good().deadline(serin.nanos.get() + 10).at(serin.nanos.get()));
    serin.nanos.addAndGet(11);

    serin.dispatcher.runAll();

    assertFault(serin.results.get(0), CallStatus.DEADLINE_EXCEEDED, Fault.CALLER);
    assertThat(serin.stable.runs).hasValue(0);
  }

  @Test
  void predict_deadlineOfAClockThatWrapsAround_stillHolds() {
    serin.nanos.set(Long.MAX_VALUE - 5);

    answer(Calls.good().deadline(Long.MAX_VALUE + 10));

    assertThat(serin.stable.runs).hasValue(1);
  }

  @Test
  void predict_whileStopping_isTheGatewaysFault() {
    serin.dispatcher.close();

    var refusal = refusal(Calls.good());

    assertThat(refusal.call().fault()).isEqualTo(Fault.GATEWAY);
  }

  @Test
  void predict_runFails_isTheVersionsFaultAndTellsTheCallerWhy() {
    serin.canary.duringRun = () -> {
      throw new IllegalStateException("/secret/path");
    };

    var refusal = refusal(Calls.good().user(serin.userOf(2)));

    assertFault(refusal, CallStatus.INTERNAL, Fault.VERSION);
    assertThat(refusal.call().served()).contains(new Served(2, Role.CANARY, 5));
    assertThat(refusal.message()).isEqualTo("the run failed");
  }

  @Test
  void predict_runTooLong_isTheVersionsFaultUnlessNobodyWaitsAnyMore() {
    serin.publishStable(new Endless(10));
    var user = serin.userOf(1);

    assertFault(refusal(Calls.good().user(user)), CallStatus.INTERNAL, Fault.VERSION);
    assertFault(
        refusal(Calls.good().user(user).deadline(serin.nanos.get() + 5)),
        CallStatus.DEADLINE_EXCEEDED,
        Fault.CALLER);
  }

  @Test
  void predict_runEndsInAnError_isStillAnswered() {
    serin.stable.duringRun = () -> {
      throw new StackOverflowError();
    };

    assertFault(refusal(Calls.good()), CallStatus.INTERNAL, Fault.VERSION);
  }

  /** Such a call must be answered and counted, and must not be a success for the gates. */
  @Test
  void predict_answerThatTheHeapRefuses_isTheVersionsFaultForAll() {
    serin.duringReply = () -> {
      throw new OutOfMemoryError();
    };

    var refusal = refusal(Calls.good().user(serin.userOf(2)));

    assertFault(refusal, CallStatus.RESOURCE_EXHAUSTED, Fault.VERSION);
    assertThat(refusal.message()).isEqualTo("the answer does not fit into the gateway's memory");
    assertThat(serin.records).containsExactly(refusal.call());
    assertThat(serin.recorded).containsExactly("2 7 BAD 0");
  }

  @Test
  void predict_answerThatCannotBeWritten_isInternal() {
    serin.duringReply = () -> {
      throw new StackOverflowError();
    };

    var refusal = refusal(Calls.good().user(serin.userOf(2)));

    assertFault(refusal, CallStatus.INTERNAL, Fault.VERSION);
    assertThat(refusal.message()).isEqualTo("the prediction failed");
    assertThat(serin.recorded).containsExactly("2 7 BAD 0");
  }

  @Test
  void predict_answerThatCannotBeWrittenForTheCallerIsGone_isTheCallersFault() {
    var caller = new Caller();
    serin.duringReply = () -> {
      caller.leave();
      throw new IllegalStateException();
    };

    var refusal = refusal(Calls.good().user(serin.userOf(2)).caller(caller));

    assertFault(refusal, CallStatus.CANCELLED, Fault.CALLER);
    assertThat(serin.recorded).containsExactly("2 7 abandoned", "2 7 EXCLUDED 0");
  }

  @Test
  void predict_versionMoreThanTwiceAsSlowAsStable_waitsUntilOthersHaveRun() {
    serin.stable.duringRun = () -> serin.nanos.addAndGet(1_000_000);
    serin.canary.duringRun = () -> serin.nanos.addAndGet(2_000_000);
    assertThat(servedInTurn()).containsExactly(2L, 2L, 1L);

    serin.canary.duringRun = () -> serin.nanos.addAndGet(3_000_000);

    assertThat(servedInTurn()).containsExactly(1L, 2L, 2L);
  }

  @Test
  void predict_gates_areToldWhenTheCallerHasTheAnswer() {
    serin.duringReply = () -> assertThat(serin.recorded).isEmpty();

    answer(Calls.good().user(serin.userOf(2)));

    assertThat(serin.recorded).containsExactly("2 7 OK 0");
  }

  @Test
  void predict_runThatTheHeapRefuses_isResourceExhausted() {
    serin.stable.duringRun = () -> {
      throw new OutOfMemoryError();
    };

    assertFault(refusal(Calls.good()), CallStatus.RESOURCE_EXHAUSTED, Fault.VERSION);
  }

  @Test
  void predict_unknownModel_isTheCallersFaultAndServedByNobody() {
    var refusal = refusal(Calls.good().model("other"));

    assertFault(refusal, CallStatus.NOT_FOUND, Fault.CALLER);
    assertThat(refusal.call().served()).isEqualTo(Optional.empty());
    assertThat(refusal.message()).isEqualTo("model: other (expected: one of [m])");
  }

  @Test
  void predict_stableNotLoaded_isTheGatewaysFault() {
    serin.publish(serin.two);

    assertFault(refusal(Calls.good()), CallStatus.UNAVAILABLE, Fault.GATEWAY);
  }

  @Test
  void predict_versionRetiredWhileItWaits_isAnsweredAndOnlyThenUnloaded() {
    serin.call(Calls.good().at(serin.nanos.get()));

    serin.one.retire();
    assertThat(serin.stable.closes).hasValue(0);
    serin.dispatcher.runAll();

    assertThat(serin.results.get(0)).isInstanceOf(PredictResult.Answer.class);
    assertThat(serin.stable.closes).hasValue(1);
  }

  @Test
  void predict_outputFilter_returnsThatOneOnly() {
    var model = new TwoOutputs();
    serin.publishStable(model);

    var answer = answer(Calls.good().outputs("y"));

    assertThat(answer.outputs()).containsOnlyKeys("y");
    assertThat(model.requests).containsExactly(List.of("y"));
  }

  @Test
  void predict_outputFilterWithoutTheOneOfQuality_fetchesItButDoesNotReturnIt() {
    var model = new TwoOutputs();
    serin.publishStable(model);
    serin.measure("scores");

    var answer = answer(Calls.good().outputs("y"));

    assertThat(model.requests).containsExactly(List.of("y", "scores"));
    assertThat(answer.outputs()).containsOnlyKeys("y");
    assertThat(serin.label(answer.predictionId(), 1).result()).isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void predict_withoutFilter_asksForAllOutputsOnce() {
    var model = new TwoOutputs();
    serin.publishStable(model);
    serin.measure("scores");

    assertThat(answer(Calls.good()).outputs()).containsOnlyKeys("y", "scores");
    assertThat(model.requests).containsExactly(List.of());
  }

  @Test
  void predict_answered_isRecordedForTheGates() {
    serin.canary.duringRun = () -> serin.nanos.addAndGet(30);

    answer(Calls.good().user(serin.userOf(2)));

    assertThat(serin.recorded).containsExactly("2 7 OK 30");
  }

  @Test
  void predict_runFails_isRecordedAsBad() {
    serin.canary.duringRun = () -> {
      throw new IllegalStateException();
    };

    refusal(Calls.good().user(serin.userOf(2)));

    assertThat(serin.recorded).containsExactly("2 7 BAD 0");
  }

  @Test
  void predict_answerNotFinite_isAnsweredAndRecordedAsSuch() {
    serin.publishStable(new Infinite());

    var answer = answer(Calls.good().user(serin.userOf(1)));

    assertFault(answer, CallStatus.OK, Fault.VERSION);
    assertThat(serin.recorded).containsExactly("1 7 NOT_FINITE 0");
  }

  @Test
  void predict_answerNotFiniteToAnInputThatIsNot_isNotTheVersionsFault() {
    answer(Calls.good()
        .user(serin.userOf(1))
        .inputs(Map.of("x", Tensor.ofFloats(Shape.of(1, 2), 1, Float.NaN))));

    assertThat(serin.recorded).containsExactly("1 7 EXCLUDED 0");
  }

  @Test
  void predict_callersFault_isRecordedAsExcluded() {
    var user = serin.userOf(2);
    refusal(Calls.good().user(user).cancelled());
    refusal(Calls.good().user(user).inputs(WRONG_DIMENSION));
    refusal(Calls.good().user(user).deadline(serin.nanos.get() - 1));

    assertThat(serin.recorded).containsExactly("2 7 abandoned", "2 7 EXCLUDED 0", "2 7 EXCLUDED 0");
  }

  @Test
  void predict_givenUpWhileItRan_isRecordedThen() {
    var caller = new Caller();
    serin.canary.duringRun = () -> {
      caller.leave();
      assertThat(serin.recorded).containsExactly("2 7 abandoned");
    };

    refusal(Calls.good().user(serin.userOf(2)).caller(caller));

    assertThat(serin.recorded).containsExactly("2 7 abandoned", "2 7 EXCLUDED 0");
  }

  @Test
  void predict_deadlinePassedInTheQueue_isRecordedAsGivenUp() {
    var call = Calls.good().user(serin.userOf(2)).deadline(serin.nanos.get() + 10);
    serin.call(call.at(serin.nanos.get()));
    serin.nanos.addAndGet(11);

    serin.dispatcher.runAll();

    assertThat(serin.recorded).containsExactly("2 7 abandoned", "2 7 EXCLUDED 11");
  }

  /**
   * The caller had stopped waiting before the call arrived, so it is no evidence about the version.
   */
  @Test
  void predict_deadlinePassedAtArrival_isNotRecorded() {
    refusal(Calls.good().user(serin.userOf(2)).deadline(serin.nanos.get() - 1));

    assertThat(serin.recorded).isEmpty();
  }

  @Test
  void predict_gatewaysFault_isRecordedAsExcluded() {
    serin.dispatcher.close();

    refusal(Calls.good().user(serin.userOf(2)));

    assertThat(serin.recorded).containsExactly("2 7 EXCLUDED 0");
  }

  @Test
  void predict_withoutUserOrPinned_isNotRecorded() {
    answer(Calls.good());
    answer(Calls.good().pinned(2).user(serin.userOf(1)));

    assertThat(serin.recorded).isEmpty();
  }

  /** Memory that other calls hold is no evidence about the version. */
  @Test
  void predict_answerThatOthersLeaveNoRoomFor_isTheGatewaysFault() {
    serin.duringReply = () -> {
      throw new NoRoomException("no room", /* never= */ false);
    };

    var refusal = refusal(Calls.good().user(serin.userOf(2)));

    assertFault(refusal, CallStatus.RESOURCE_EXHAUSTED, Fault.GATEWAY);
    assertThat(refusal.message()).isEqualTo("the answer: no room");
    assertThat(serin.recorded).containsExactly("2 7 EXCLUDED 0");
  }

  @Test
  void predict_answerThatNeverFits_isTheVersionsFault() {
    serin.duringReply = () -> {
      throw new NoRoomException("no room", /* never= */ true);
    };

    var refusal = refusal(Calls.good().user(serin.userOf(2)));

    assertFault(refusal, CallStatus.RESOURCE_EXHAUSTED, Fault.VERSION);
    assertThat(serin.recorded).containsExactly("2 7 BAD 0");
  }

  /** Outputs of eight bytes a row. */
  @Test
  void predict_outputsLargerThanAllThatIsAllowed_areTheVersionsFault() {
    serin.publishStable(new Rows((int) TestServing.LIMIT_BYTES / 8 + 1));

    var refusal = refusal(Calls.good().user(serin.userOf(1)).bytes(0));

    assertFault(refusal, CallStatus.RESOURCE_EXHAUSTED, Fault.VERSION);
    assertThat(refusal.message())
        .startsWith("the answer: limits.inFlightBytes: 100000008 bytes on top of ");
    assertThat(serin.recorded).containsExactly("1 7 BAD 0");
  }

  @Test
  void predict_outputsThatOthersLeaveNoRoomFor_areTheGatewaysFault() {
    serin.publishStable(new Rows((int) TestServing.LIMIT_BYTES / 8));
    var other = serin.inFlight.open();
    assertThat(other.takeRequest(1)).isTrue();

    var refusal = refusal(Calls.good().user(serin.userOf(1)).bytes(0));

    assertFault(refusal, CallStatus.RESOURCE_EXHAUSTED, Fault.GATEWAY);
    assertThat(serin.recorded).containsExactly("1 7 EXCLUDED 0");
    other.left();
  }

  @Test
  void predict_outputsAlone_mayBeAllThatIsAllowed() {
    serin.publishStable(new Rows((int) TestServing.LIMIT_BYTES / 8));

    assertFault(answer(Calls.good().bytes(0)), CallStatus.OK, Fault.NONE);
  }

  private PredictResult.Answer answer(Calls call) {
    return (PredictResult.Answer) serin.serve(call.at(serin.nanos.get()));
  }

  /**
   * Serves some calls of each version, and returns the order of two to the canary and one to
   * stable.
   */
  private List<Long> servedInTurn() {
    for (int i = 0; i < 5; i++) {
      answer(Calls.good().user(serin.userOf(1)));
      answer(Calls.good().user(serin.userOf(2)));
    }
    serin.records.clear();
    for (long version : List.of(2L, 2L, 1L)) {
      serin.call(Calls.good().user(serin.userOf(version)).at(serin.nanos.get()));
    }
    serin.dispatcher.runAll();
    return serin.records.stream()
        .map(record -> record.served().orElseThrow().version())
        .toList();
  }

  private PredictResult.Refusal refusal(Calls call) {
    return (PredictResult.Refusal) serin.serve(call.at(serin.nanos.get()));
  }

  /** Answers with so many rows. */
  private record Rows(int count) implements Predictor {
    @Override
    public Signature signature() {
      return FakePredictor.SIGNATURE;
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested) {
      return Map.of("y", Tensor.ofFloats(Shape.of(count, 2), new float[2 * count]));
    }

    @Override
    public void close() {}
  }

  /** Runs until it is ended. */
  private final class Endless implements Predictor {
    private final long nanos;

    Endless(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public Signature signature() {
      return FakePredictor.SIGNATURE;
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
        throws RunEndedException {
      serin.nanos.addAndGet(nanos);
      throw new RunEndedException("too long", new IllegalStateException());
    }

    @Override
    public void close() {}
  }

  /** Answers with infinity. */
  private static final class Infinite implements Predictor {
    @Override
    public Signature signature() {
      return FakePredictor.SIGNATURE;
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested) {
      return Map.of("y", Tensor.ofFloats(Shape.of(1, 2), 1, Float.POSITIVE_INFINITY));
    }

    @Override
    public void close() {}
  }

  private static void assertFault(PredictResult result, CallStatus status, Fault fault) {
    assertThat(result.call().status()).isEqualTo(status);
    assertThat(result.call().fault()).isEqualTo(fault);
  }
}
