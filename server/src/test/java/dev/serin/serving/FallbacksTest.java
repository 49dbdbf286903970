package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.feedback.FeedbackResult;
import dev.serin.feedback.Outcome;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.CallRecord.Timing;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FallbacksTest {
  private static final long BUDGET = 100;

  @TempDir
  Path folder;

  private TestServing serin;

  @BeforeEach
  void start() throws Exception {
    serin = new TestServing(folder);
    serin.covers = true;
    serin.fallBack(BUDGET, 0.2);
    serin.canary.duringRun = () -> {
      serin.nanos.addAndGet(30);
      throw new IllegalStateException();
    };
  }

  /** After every test: each call was reported once, and nothing is held. */
  @AfterEach
  void everyCall_isAnsweredOnce_andLetsEverythingGo() {
    assertThat(serin.told.stream().filter("reply"::equals)).hasSameSizeAs(serin.records);
    assertThat(serin.inFlight.bytes()).isZero();
    serin.one.retire();
    serin.two.retire();
    assertThat(serin.stable.closes).hasValue(1);
    assertThat(serin.canary.closes).hasValue(1);
    assertThat(serin.stable.closedWhileRunning).hasValue(0);
  }

  @Test
  void predict_canaryFails_stableAnswersAndSaysSo() {
    var answer = answer(serve(canaryCall()));

    assertThat(answer.outputs()).containsOnlyKeys("y");
    assertThat(answer.call().served()).contains(new Served(1, Role.STABLE, 5));
    assertThat(answer.call().status()).isEqualTo(CallStatus.OK);
    assertThat(answer.call().fault()).isEqualTo(Fault.NONE);
    assertThat(answer.call().fallbackFrom()).hasValue(2);
  }

  @Test
  void predict_canaryFails_isTheCanarysErrorWithItsTotalTime() {
    serin.stable.duringRun = () -> serin.nanos.addAndGet(7);

    var answer = answer(serve(canaryCall()));

    assertThat(serin.recorded).containsExactly("2 7 BAD 37");
    assertThat(answer.call().timing()).isEqualTo(new Timing(37, 0, 37, 1));
  }

  @Test
  void predict_canaryFails_labelsAreOfStableAndTakePartInNothing() {
    serin.measure("y");
    var answer = answer(serve(canaryCall()));

    assertThat(serin.label(answer.predictionId(), 1).result()).isEqualTo(FeedbackResult.ACCEPTED);

    assertThat(serin.outcomes)
        .singleElement()
        .returns(true, Outcome::fallback)
        .returns(false, Outcome::covered)
        .returns(Role.CANARY, Outcome::role)
        .returns(new VersionId("m", 1), Outcome::version);
  }

  /** It has no users any more anyway, so no rate and no budget hides anything. */
  @Test
  void predict_canarysProcessEnds_stableAnswersWhateverTheLimits() {
    serin.doNotFallBack();
    serin.canary.duringRun = () -> {
      serin.nanos.addAndGet(10 * BUDGET);
      throw FallbacksTest.<RuntimeException>sneaky(
          new ProcessEndedException("signal 11 while serving", true));
    };
    serin.stable.duringRun = () -> {};

    for (int i = 0; i < 20; i++) {
      assertThat(answer(serve(canaryCall())).call().fallbackFrom()).hasValue(2);
    }
    assertThat(serin.recorded).hasSize(20).allMatch(text -> text.contains(" BAD "));
  }

  /** The gates get the latency without the way; the caller's record has all of it. */
  @Test
  void predict_canaryInAProcessOfItsOwn_isNotChargedTheWay() {
    serin.canary.duringRun = () -> {
      serin.nanos.addAndGet(30);
      serin.canary.wayNanos.addAndGet(12);
    };
    var answer = answer(serve(canaryCall()));

    assertThat(serin.recorded).containsExactly("2 7 OK 18");
    assertThat(answer.call().timing()).isEqualTo(new Timing(30, 0, 18, 1));
    assertThat(serin.together).containsExactly(1);
  }

  @Test
  void predict_canarysProcessIsToldToEnd_isNotItsError() {
    serin.canary.duringRun = () -> {
      throw FallbacksTest.<RuntimeException>sneaky(
          new ProcessEndedException("signal 15 while serving", false));
    };

    assertThat(answer(serve(canaryCall())).call().fallbackFrom()).hasValue(2);
    assertThat(serin.recorded).singleElement().asString().contains(" EXCLUDED ");
  }

  @Test
  void predict_canarysProcessEndsAndStableFails_isUnavailableWithoutItsLastLines() {
    serin.canary.duringRun = () -> {
      throw FallbacksTest.<RuntimeException>sneaky(
          new ProcessEndedException("signal 11; it wrote: /srv/secret", true));
    };
    serin.stable.duringRun = () -> {
      throw new IllegalStateException();
    };

    assertThat(serve(canaryCall())).isInstanceOfSatisfying(PredictResult.Refusal.class, refusal -> {
      assertThat(refusal.call().status()).isEqualTo(CallStatus.UNAVAILABLE);
      assertThat(refusal.message())
          .isEqualTo("the process of the version has ended (expected: to be started again in a"
              + " moment)");
    });
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void predict_canaryAnswers_isNoFallback() {
    serin.measure("y");
    serin.canary.duringRun = () -> {};
    var answer = answer(serve(canaryCall()));
    serin.label(answer.predictionId(), 1);

    assertThat(answer.call().served()).contains(new Served(2, Role.CANARY, 5));
    assertThat(answer.call().fallbackFrom()).isEqualTo(OptionalLong.empty());
    assertThat(serin.outcomes).singleElement().returns(false, Outcome::fallback);
  }

  @Test
  void predict_tooOld_isTheCanarysRefusal() {
    serin.canary.duringRun = () -> {
      serin.nanos.addAndGet(BUDGET);
      throw new IllegalStateException();
    };

    assertRefused(serve(canaryCall()));

    assertThat(serin.recorded).containsExactly("2 7 BAD " + BUDGET);
    assertThat(serin.stable.runs).hasValue(0);
  }

  @Test
  void predict_deadlinePassed_isTheCanarysRefusal() {
    assertRefused(serve(canaryCall().deadline(serin.nanos.get() + 20)));

    assertThat(serin.stable.runs).hasValue(0);
  }

  @Test
  void predict_cancelled_isTheCanarysRefusal() {
    var caller = new Caller();
    serin.canary.duringRun = () -> {
      caller.leave();
      throw new IllegalStateException();
    };

    assertRefused(serve(canaryCall().caller(caller)));

    assertThat(serin.stable.runs).hasValue(0);
  }

  @Test
  void predict_givenUpWhileStableRan_isTheCanarysError() {
    var caller = new Caller();
    serin.stable.duringRun = caller::leave;

    assertRefused(serve(canaryCall().caller(caller)));

    assertThat(serin.recorded).containsExactly("2 7 abandoned", "2 7 BAD 30");
  }

  @Test
  void predict_stableFailsToo_isTheCanarysRefusal() {
    serin.stable.duringRun = () -> {
      throw new IllegalStateException();
    };

    assertRefused(serve(canaryCall()));

    assertThat(serin.recorded).containsExactly("2 7 BAD 30");
  }

  @Test
  void predict_stableRetiredWhileItRuns_answersAndOnlyThenUnloads() {
    serin.stable.duringRun = serin.one::retire;

    assertThat(answer(serve(canaryCall())).call().fallbackFrom()).hasValue(2);
  }

  @Test
  void predict_stableGone_isTheCanarysRefusal() {
    serin.one.retire();

    assertRefused(serve(canaryCall()));
  }

  @Test
  void predict_stableFails_neverFallsBack() {
    serin.stable.duringRun = () -> {
      throw new IllegalStateException();
    };

    var refusal = serve(Calls.good().user(serin.userOf(1)));

    assertThat(refusal.call().served()).contains(new Served(1, Role.STABLE, 5));
    assertThat(serin.stable.runs).hasValue(1);
  }

  @Test
  void predict_pinnedFails_neverFallsBack() {
    var refusal = serve(Calls.good().pinned(2));

    assertThat(refusal.call().served()).contains(new Served(2, Role.PINNED, 5));
    assertThat(serin.stable.runs).hasValue(0);
  }

  @Test
  void predict_callersFault_neverFallsBack() {
    var refusal = serve(canaryCall().cancelled());

    assertThat(refusal.call().fault()).isEqualTo(Fault.CALLER);
    assertThat(serin.stable.runs).hasValue(0);
  }

  @Test
  void predict_allFail_fallBackAtTheRateOnly() {
    for (int i = 0; i < 1_000; i++) {
      serve(canaryCall());
    }

    assertThat(serin.stable.runs).hasValue(200);
    assertThat(serin.recorded).hasSize(1_000).allMatch(call -> call.contains("BAD"));
  }

  @Test
  void predict_goodCallsBetween_makeRoomForMore() {
    var failing = serin.canary.duringRun;
    for (int i = 0; i < 1_000; i++) {
      serve(canaryCall());
    }
    serin.canary.duringRun = () -> {};
    for (int i = 0; i < 1_000; i++) {
      serve(canaryCall());
    }
    serin.canary.duringRun = failing;

    assertThat(answer(serve(canaryCall())).call().fallbackFrom()).hasValue(2);
  }

  private Calls canaryCall() {
    return Calls.good().user(serin.userOf(2));
  }

  private PredictResult serve(Calls call) {
    return serin.serve(call.at(serin.nanos.get()));
  }

  private static PredictResult.Answer answer(PredictResult result) {
    return (PredictResult.Answer) result;
  }

  private static void assertRefused(PredictResult result) {
    assertThat(result.call().status()).isEqualTo(CallStatus.INTERNAL);
    assertThat(result.call().fault()).isEqualTo(Fault.VERSION);
    assertThat(result.call().served()).contains(new Served(2, Role.CANARY, 5));
    assertThat(result.call().fallbackFrom()).isEqualTo(OptionalLong.empty());
  }
}
