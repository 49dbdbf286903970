package dev.serin.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.feedback.id.PredictionIdFormat;
import dev.serin.feedback.id.PredictionIds;
import dev.serin.feedback.id.SigningKeys;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Labels of calls that a candidate has predicted too. */
class ShadowLabelsTest {
  private final TestClock clock = new TestClock();
  private final FeedbackRig gateway;

  ShadowLabelsTest() throws IOException {
    gateway = new FeedbackRig(new MemoryLabelLog(), clock);
  }

  @Test
  void submit_copied_carriesTheLossOfTheCandidate() {
    var id = gateway.predictOne();
    shadowed(id, "t1", classes(2));

    gateway.label(id, "two");

    assertThat(gateway.sink.outcomes())
        .singleElement()
        .returns(1.0, Outcome::loss)
        .returns(Optional.of(new ShadowLoss("t1", 0)), Outcome::shadow);
  }

  @Test
  void submit_notCopied_carriesNone() {
    shadowed(gateway.predictOne(), "t1", classes(2));

    gateway.label(gateway.predictOne(), "two");

    assertThat(gateway.sink.outcomes()).singleElement().returns(Optional.empty(), Outcome::shadow);
  }

  @Test
  void submit_severalRows_areJudgedEach() {
    var id = gateway.predict("digits", FeedbackRig.digits(2));
    shadowed(id, "t1", classes(0, 2));

    gateway.label(id, 0, "zero");
    gateway.label(id, 1, "zero");

    assertThat(gateway.sink.outcomes())
        .extracting(outcome -> outcome.shadow().orElseThrow().loss())
        .containsExactly(0.0, 1.0);
  }

  @Test
  void submit_candidateSaidNothingThatCanBeJudged_countsAllTheSame() {
    var id = gateway.predictOne();
    shadowed(id, "t1", Tensor.ofFloats(Shape.of(1, 3), 0, Float.NaN, 0));

    assertThat(gateway.label(id, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);

    assertThat(gateway.sink.outcomes()).singleElement().returns(Optional.empty(), Outcome::shadow);
  }

  @Test
  void submit_candidateHadOtherOutputs_countsAllTheSame() {
    var id = gateway.predictOne();
    shadowed(id, "t1", Tensor.ofFloats(Shape.of(2, 3), 0, 1, 0, 0, 1, 0), 1);

    assertThat(gateway.label(id, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);

    assertThat(gateway.sink.outcomes()).singleElement().returns(Optional.empty(), Outcome::shadow);
  }

  @Test
  void submit_afterTheGreatestAge_isForgotten() {
    var id = gateway.predictOne();
    shadowed(id, "t1", classes(2));
    clock.advance(FeedbackRig.SETTINGS.maxAge().plus(Duration.ofMillis(1)));

    assertThat(gateway.label(id, "one").result()).isEqualTo(FeedbackResult.EXPIRED);
    assertThat(gateway.predictions.shadow(new PredictionIds(keys()).read(id).orElseThrow()))
        .isEmpty();
  }

  @Test
  void shadowed_anyNumber_pushesOutNoPredictionOfStable() {
    var large = gateway.predict("digits", FeedbackRig.digits(PredictionIdFormat.MAX_ROWS + 1));
    for (int i = 0; i < 20_000; i++) {
      shadowed(gateway.predictOne(), "t1", classes(2));
    }

    assertThat(gateway.label(large, 0, "one").result()).isEqualTo(FeedbackResult.ACCEPTED);
  }

  @Test
  void shadowed_moreThanMemoryHolds_forgetsSome() {
    var keys = new PredictionIds(keys());
    int kept = 0;
    var ids = new String[20_000];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = gateway.predictOne();
      shadowed(ids[i], "t1", classes(2));
    }
    for (var id : ids) {
      kept += gateway.predictions.shadow(keys.read(id).orElseThrow()).isPresent() ? 1 : 0;
    }

    // A quarter of half of the memory, at 164 bytes each.
    assertThat(kept).isBetween(2_500, (4 << 20) / 8 / 164);
  }

  @Test
  void agree_asToQuality_orAllOutputs() {
    var one = Map.of("scores", classes(2));
    var other = Map.of("scores", Tensor.ofFloats(Shape.of(1, 3), 1, 1, 5));

    assertThat(gateway.predictions.agree("digits", one, other, 1)).isTrue();
    assertThat(gateway.predictions.agree("other", one, other, 1)).isFalse();
    assertThat(gateway.predictions.agree("other", one, one, 1)).isTrue();
  }

  private void shadowed(String id, String trial, Tensor scores) {
    shadowed(id, trial, scores, scores.shape().rows());
  }

  private void shadowed(String id, String trial, Tensor scores, long rows) {
    gateway.predictions.shadowed(
        new ShadowedCall(id, trial, "digits", Map.of("scores", scores), rows));
  }

  private static SigningKeys keys() {
    try {
      return SigningKeys.parse("k", FeedbackRig.KEY);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Scores whose likeliest classes are these, row by row. */
  private static Tensor classes(int... classes) {
    var scores = new float[classes.length * 3];
    for (int row = 0; row < classes.length; row++) {
      scores[row * 3 + classes[row]] = 1;
    }
    return Tensor.ofFloats(Shape.of(classes.length, 3), scores);
  }
}
