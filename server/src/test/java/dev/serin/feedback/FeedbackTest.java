package dev.serin.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.feedback.ServedCall.Placement;
import dev.serin.feedback.id.SigningKeys;
import dev.serin.feedback.quality.Truth;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class FeedbackTest {
  private final TestClock clock = new TestClock();
  private final MemoryLabelLog log = new MemoryLabelLog();
  private final FeedbackRig gateway;

  FeedbackTest() throws IOException {
    gateway = new FeedbackRig(log, clock);
  }

  @Test
  void submit_label_isAnOutcomeOfTheVersionThatServed() throws IOException {
    long predicted = clock.millis();
    var id = gateway.predictOne();
    clock.advance(Duration.ofHours(3));

    var answer = gateway.label(id, "two");

    assertThat(answer.result()).isEqualTo(FeedbackResult.ACCEPTED);
    assertThat(answer.message()).isEmpty();
    assertThat(answer.version()).contains(new VersionId("digits", 2));
    assertThat(answer.role()).contains(Role.CANARY);
    var keys = SigningKeys.parse("k", FeedbackRig.KEY);
    assertThat(gateway.sink.outcomes())
        .containsExactly(new Outcome(
            new VersionId("digits", 2),
            Role.CANARY,
            5,
            gateway.lastId,
            0,
            predicted,
            predicted + 10_800_000,
            OptionalLong.of(keys.keyed(0x1234_5678_9abc_def0L)),
            true,
            false,
            1,
            0,
            /* outside= */ false,
            Optional.empty()));
    assertThat(gateway.sink.answers()).containsExactly("digits ACCEPTED");
  }

  @Test
  void submit_labelOutsideOfTheClasses_isToldButNotCounted() {
    var id = gateway.predictOne();

    var answer = gateway.label(id, "tree");

    assertThat(answer.result()).isEqualTo(FeedbackResult.INVALID);
    assertThat(gateway.sink.outcomes()).isEmpty();
    assertThat(gateway.sink.outside())
        .singleElement()
        .satisfies(
            label -> assertThat(label.version()).isEqualTo(answer.version().orElseThrow()));
    assertThat(gateway.feedback.notes("digits"))
        .singleElement()
        .asString()
        .startsWith(
            "quality: 1 labels refused since start as not among the model's classes; latest:"
                + " label: tree (expected: a class, one of ");
    assertThat(gateway.label(id, "two").result()).isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void submit_secondLabel_isDuplicateWhateverItSays() {
    var id = gateway.predictOne();
    gateway.label(id, "one");

    assertThat(gateway.label(id, "one").result()).isEqualTo(FeedbackResult.DUPLICATE);
    assertThat(gateway.label(id, "two"))
        .returns(FeedbackResult.DUPLICATE, FeedbackAnswer::result)
        .returns("prediction: already labelled; the first label stands", FeedbackAnswer::message);
    assertThat(gateway.sink.outcomes()).hasSize(1);
    assertThat(gateway.sink.answers())
        .containsExactly("digits ACCEPTED", "digits DUPLICATE", "digits DUPLICATE");
  }

  @Test
  void submit_equalCallsOfOneMillisecond_haveALabelEach() {
    var one = gateway.predictOne();
    var other = gateway.predictOne();

    assertThat(gateway.label(one, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
    assertThat(gateway.label(other, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void submit_invalidFirst_leavesRoomForTheRightOne() {
    var id = gateway.predictOne();

    assertThat(gateway.label(id, "seven").result()).isEqualTo(FeedbackResult.INVALID);
    assertThat(gateway.label(id, 1, "one").result()).isEqualTo(FeedbackResult.INVALID);
    assertThat(gateway.label(id, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void submit_severalRows_haveALabelEach() {
    var id = gateway.predict("digits", FeedbackRig.digits(3));

    assertThat(gateway.label(id, 0, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
    assertThat(gateway.label(id, 2, "two").result()).isEqualTo(FeedbackResult.ACCEPTED);
    assertThat(gateway.label(id, 2, "one").result()).isEqualTo(FeedbackResult.DUPLICATE);
    assertThat(gateway.sink.outcomes()).extracting(Outcome::row).containsExactly(0, 2);
    assertThat(gateway.sink.outcomes()).extracting(Outcome::loss).containsExactly(0.0, 1.0);
  }

  @Test
  void submit_wrongRow_isInvalid() {
    var id = gateway.predict("digits", FeedbackRig.digits(3));

    assertThat(gateway.label(id, "one").message()).isEqualTo("row: none (expected: from 0 to 2)");
    assertThat(gateway.label(id, 3, "one").message()).isEqualTo("row: 3 (expected: from 0 to 2)");
    assertThat(gateway.label(id, -1, "one").result()).isEqualTo(FeedbackResult.INVALID);
  }

  @Test
  void submit_afterRestart_countsOnce() throws IOException {
    var early = gateway.predictOne();
    var late = gateway.predictOne();
    gateway.label(early, "one");

    var restarted = new FeedbackRig(log, clock);

    assertThat(restarted.label(early, "one").result()).isEqualTo(FeedbackResult.DUPLICATE);
    assertThat(restarted.label(late, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void submit_anotherInstanceWithTheSameKey_isAccepted() throws IOException {
    var other = new FeedbackRig(new MemoryLabelLog(), clock);

    assertThat(other.label(gateway.predictOne(), "one").result())
        .isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void submit_anotherInstanceWithAnotherKey_isInvalid() throws IOException {
    var other = new FeedbackRig(FeedbackRig.SETTINGS, "9".repeat(64), new MemoryLabelLog(), clock);

    var answer = other.label(gateway.predictOne(), "one");

    assertThat(answer.result()).isEqualTo(FeedbackResult.INVALID);
    assertThat(answer.version()).isEmpty();
    assertThat(other.sink.answers()).containsExactly(" INVALID");
  }

  @Test
  void submit_keyReplacedAndKeptForVerifying_isAccepted() throws IOException {
    var keys = "9".repeat(64) + "\n" + FeedbackRig.KEY;
    var next = new FeedbackRig(FeedbackRig.SETTINGS, keys, log, clock);

    assertThat(next.label(gateway.predictOne(), "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void submit_clockOfTheOtherInstanceAhead_isAcceptedAtAgeZero() throws IOException {
    var ahead = new TestClock();
    ahead.advance(Duration.ofMinutes(5));
    var id = new FeedbackRig(new MemoryLabelLog(), ahead).predictOne();

    assertThat(gateway.label(id, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
    assertThat(gateway.sink.outcomes())
        .allSatisfy(o -> assertThat(o.labelMillis()).isEqualTo(o.predictionMillis()));
  }

  @Test
  void submit_age_isExpiredOnlyBeyondTheGreatest() {
    var id = gateway.predictOne();
    var other = gateway.predictOne();
    gateway.label(gateway.predictOne(), "one");
    clock.advance(FeedbackRig.SETTINGS.maxAge());
    gateway.feedback.tick();

    assertThat(gateway.label(id, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
    clock.advance(Duration.ofMillis(1));
    gateway.feedback.tick();
    assertThat(gateway.label(id, "one").result()).isEqualTo(FeedbackResult.EXPIRED);
    assertThat(gateway.label(other, "one").result()).isEqualTo(FeedbackResult.EXPIRED);
  }

  @Test
  void tick_hourTooOld_isDroppedFromTheLog() {
    gateway.label(gateway.predictOne(), "one");

    clock.advance(FeedbackRig.SETTINGS.maxAge().plus(Duration.ofHours(1)));
    gateway.feedback.tick();

    assertThat(log.size()).isZero();
  }

  @Test
  void submit_memoryFull_closesTheHour() throws IOException {
    var small = new FeedbackSettings(Duration.ofDays(7), FeedbackSettings.MIN_MEMORY_BYTES, false);
    var crowded = new FeedbackRig(small, FeedbackRig.KEY, log, clock);
    var id = crowded.predictOne();
    var rows = crowded.predict("film", FeedbackRig.digits(30_000));
    crowded.label(id, "one");
    for (int row = 0; row < 30_000; row++) {
      crowded.feedback.submit(
          new FeedbackRequest(rows, null, OptionalInt.of(row), new Truth.Reward(1)));
    }

    assertThat(crowded.label(id, "one").result()).isEqualTo(FeedbackResult.EXPIRED);
    crowded.feedback.tick();
    assertThat(new FeedbackRig(log, clock).label(id, "one").result())
        .isEqualTo(FeedbackResult.EXPIRED);
  }

  @Test
  void submit_everyMetric_isALossAndAValue() {
    gateway.label(gateway.predict("spam", Tensor.ofFloats(Shape.of(1, 2), 0.25f, 0.75f)), "1");
    gateway.label(gateway.predict("price", Tensor.ofFloats(Shape.of(1), 7)), "9.5");
    gateway.label(gateway.predict("film", Tensor.ofFloats(Shape.of(1), 0)), new Truth.Reward(0.75));

    var outcomes = gateway.sink.outcomes();
    assertThat(outcomes).hasSize(3);
    assertThat(outcomes.get(0).value()).isCloseTo(-Math.log(0.75), within(1e-12));
    assertThat(outcomes.get(1).loss()).isEqualTo(0.25);
    assertThat(outcomes.get(1).value()).isEqualTo(2.5);
    assertThat(outcomes.get(2).loss()).isEqualTo(0.25);
    assertThat(outcomes.get(2).value()).isEqualTo(0.75);
  }

  @Test
  void submit_scoresInMemory_areUnknownAfterARestart() throws IOException {
    var id = gateway.predict("spam", Tensor.ofFloats(Shape.of(1, 2), 0.25f, 0.75f));
    var answer = new FeedbackRig(log, clock).label(id, "1");

    assertThat(answer.result()).isEqualTo(FeedbackResult.UNKNOWN);
    assertThat(answer.message()).contains("before it restarts");
    assertThat(answer.version()).isPresent();
    assertThat(gateway.label(id, "1").result()).isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void submit_moreRowsThanAnIdHolds_areInMemory() throws IOException {
    var id = gateway.predict("digits", FeedbackRig.digits(65));
    var most = gateway.predict("digits", FeedbackRig.digits(64));
    var restarted = new FeedbackRig(log, clock);

    assertThat(gateway.label(id, 64, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
    assertThat(restarted.label(id, 63, "one").result()).isEqualTo(FeedbackResult.UNKNOWN);
    assertThat(restarted.label(most, 63, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void submit_memoryOfScoresFull_isUnknown() {
    int columns = (int) FeedbackRig.SETTINGS.memoryBytes() / 4 / Float.BYTES;
    var id = gateway.predict("spam", Tensor.ofFloats(Shape.of(1, columns), new float[columns]));

    assertThat(gateway.label(id, "1").result()).isEqualTo(FeedbackResult.UNKNOWN);
  }

  @Test
  void submit_byRequestId_isTheLatestPredictionOfThatName() {
    var first = gateway.predictOne();
    var second = gateway.predictOne();

    assertThat(gateway.labelByRequest("digits", "mine", "one").result())
        .isEqualTo(FeedbackResult.ACCEPTED);
    assertThat(gateway.label(second, "one").result()).isEqualTo(FeedbackResult.DUPLICATE);
    assertThat(gateway.label(first, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void submit_requestIdNotInMemory_isUnknown() throws IOException {
    gateway.predictOne();

    assertThat(gateway.labelByRequest("digits", "yours", "one").result())
        .isEqualTo(FeedbackResult.UNKNOWN);
    assertThat(gateway.labelByRequest("spam", "mine", "one").result())
        .isEqualTo(FeedbackResult.UNKNOWN);
    assertThat(
            new FeedbackRig(log, clock).labelByRequest("digits", "mine", "one").result())
        .isEqualTo(FeedbackResult.UNKNOWN);
    assertThat(gateway.sink.answers()).containsExactly(" UNKNOWN", " UNKNOWN");
  }

  @Test
  void submit_byRequestIdNotAllowed_isInvalid() throws IOException {
    var settings = new FeedbackSettings(Duration.ofDays(7), 4 << 20, false);
    var strict = new FeedbackRig(settings, FeedbackRig.KEY, log, clock);
    strict.predictOne();

    var answer = strict.labelByRequest("digits", "mine", "one");

    assertThat(answer.result()).isEqualTo(FeedbackResult.INVALID);
    assertThat(answer.message())
        .isEqualTo("prediction: by request id (expected: a prediction_id; feedback.byRequestId is"
            + " off)");
  }

  @Test
  void submit_neitherIdNorRequest_isInvalid() {
    var answer = gateway.feedback.submit(
        new FeedbackRequest(null, null, OptionalInt.empty(), new Truth.Reward(1)));

    assertThat(answer.message())
        .isEqualTo("prediction: none (expected: a prediction_id or a request)");
    assertThat(answer.result()).isEqualTo(FeedbackResult.INVALID);
  }

  @Test
  void submit_modelWithoutQuality_isInvalid() {
    var answer = gateway.label(gateway.predict("other", FeedbackRig.digits(1)), "one");

    assertThat(answer.result()).isEqualTo(FeedbackResult.INVALID);
    assertThat(answer.message())
        .isEqualTo("quality: none configured for other (expected: a quality block)");
  }

  @Test
  void submit_outputNotThere_isInvalid() {
    var id = gateway.predictions.served(new ServedCall(
        new VersionId("digits", 1),
        new Placement(Role.STABLE, 1, OptionalLong.empty(), false, false),
        clock.millis(),
        7,
        "",
        Map.of(),
        1));

    assertThat(gateway.label(id, "one").result()).isEqualTo(FeedbackResult.INVALID);
  }

  @Test
  void submit_noUser_hasNone() {
    var id = gateway.predictions.served(new ServedCall(
        new VersionId("film", 1),
        new Placement(Role.STABLE, 1, OptionalLong.empty(), false, false),
        clock.millis(),
        7,
        "",
        Map.of(),
        1));

    gateway.label(id, new Truth.Reward(1));

    assertThat(gateway.sink.outcomes())
        .extracting(Outcome::userHash)
        .containsExactly(OptionalLong.empty());
  }

  @Test
  void submit_logFails_isNotCountedAndMayBeSentAgain() {
    var id = gateway.predictOne();
    log.fail(true);
    assertThatThrownBy(() -> gateway.label(id, "one"))
        .isInstanceOf(FeedbackUnavailableException.class);
    assertThat(gateway.sink.outcomes()).isEmpty();
    log.fail(false);

    assertThat(gateway.label(id, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void tick_logFails_goesOn() {
    log.fail(true);
    gateway.feedback.tick();
    gateway.feedback.tick();
    log.fail(false);
    gateway.feedback.tick();

    assertThat(log.forced()).isEqualTo(1);
  }

  @Test
  void submit_manyThreadsSameLabel_oneIsAccepted() throws Exception {
    int threads = 8;
    var ids =
        Collections.nCopies(200, "").stream().map(id -> gateway.predictOne()).toList();
    Callable<Void> sender = () -> {
      ids.forEach(id -> gateway.label(id, "one"));
      return null;
    };
    var pool = Executors.newFixedThreadPool(threads);
    try {
      for (var sent : pool.invokeAll(Collections.nCopies(threads, sender))) {
        sent.get();
      }
    } finally {
      pool.shutdown();
    }

    assertThat(gateway.sink.outcomes()).hasSize(200);
    assertThat(Collections.frequency(gateway.sink.answers(), "digits ACCEPTED")).isEqualTo(200);
    assertThat(Collections.frequency(gateway.sink.answers(), "digits DUPLICATE"))
        .isEqualTo(1_400);
  }

  @Test
  void output_configured_isThatOfItsQuality() {
    assertThat(gateway.predictions.output("digits")).contains("scores");
    assertThat(gateway.predictions.output("film")).isEmpty();
    assertThat(gateway.predictions.output("other")).isEmpty();
  }
}
