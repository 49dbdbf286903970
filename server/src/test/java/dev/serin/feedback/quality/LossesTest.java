package dev.serin.feedback.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.feedback.quality.Truth.ClassIndex;
import dev.serin.feedback.quality.Truth.Label;
import dev.serin.feedback.quality.Truth.Quantity;
import dev.serin.feedback.quality.Truth.Reward;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final List<String> NAMES = List.of("cat", "dog", "1");

  @Test
  void of_accuracy_isWhetherItIsWrong() throws TruthRefusedException {
    var dog = accuracy(NAMES, 1);

    assertThat(dog.of(new Label("dog"))).isZero();
    assertThat(dog.of(new Label("cat"))).isOne();
    assertThat(dog.of(new ClassIndex(1))).isZero();
  }

  @Test
  void of_labelBothNameAndIndex_isTheName() throws TruthRefusedException {
    assertThat(accuracy(NAMES, 2).of(new Label("1"))).isZero();
    assertThat(accuracy(NAMES, 1).of(new Label("1"))).isOne();
    assertThat(accuracy(NAMES, 0).of(new Label("0"))).isZero();
  }

  @Test
  void of_unknownClass_saysWhatIsExpected() {
    assertRefused(
        () -> accuracy(NAMES, 1).of(new Label("cow")),
        "label: cow (expected: a class, one of cat, dog, 1)");
    assertRefused(
        () -> accuracy(List.of(), 1).of(new Label("3")),
        "label: 3 (expected: a class index from 0 to 2)");
    assertRefused(
        () -> accuracy(List.of(), 1).of(new ClassIndex(-1)),
        "class_index: -1 (expected: a class index from 0 to 2)");
    assertRefused(
        () -> accuracy(List.of(), 1).of(new ClassIndex(1L << 32)),
        "class_index: 4294967296 (expected: a class index from 0 to 2)");
  }

  /** "0" is not a class here, though it is an index. */
  @Test
  void of_labelOutsideClassesNamedByNumbers_isRefused() throws TruthRefusedException {
    var names = List.of("1", "2", "3");

    assertThat(accuracy(names, 0).of(new Label("1"))).isZero();
    assertThat(accuracy(names, 3).of(new Label("3"))).isOne();
    assertRefused(
        () -> accuracy(names, 0).of(new Label("0")),
        "label: 0 (expected: a class, one of 1, 2, 3)");
  }

  @Test
  void of_labelSpelledOtherwise_namesTheLikelyOne() {
    assertRefused(
        () -> accuracy(List.of("setosa", "virginica"), 1).of(new Label("Setosa ")),
        "label: Setosa  (expected: a class, one of setosa, virginica; did you mean setosa?)");
    assertRefused(
        () -> accuracy(List.of("1", "2"), 1).of(new Label("2.0")),
        "label: 2.0 (expected: a class, one of 1, 2; did you mean 2?)");
  }

  @Test
  void of_manyClassesOrALongLabel_showsSome() {
    var names = IntStream.range(0, 12).mapToObj(i -> "c" + i).toList();

    assertRefused(
        () -> accuracy(names, 1).of(new Label("x".repeat(100))),
        "label: " + "x".repeat(64)
            + "... (expected: a class, one of c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2 more)");
  }

  @Test
  void of_logLoss_isClippedAndScaled() throws TruthRefusedException {
    var losses = scores(Metric.LOG_LOSS, 3, 0.9f, 0.1f, 0);

    assertThat(losses.of(new ClassIndex(0)))
        .isCloseTo(-Math.log(0.9) / Math.log(1_000), within(1e-7));
    assertThat(losses.of(new ClassIndex(2))).isOne();
  }

  @Test
  void of_brier_isHalfTheSquaredDistance() throws TruthRefusedException {
    var losses = scores(Metric.BRIER, 3, 0.5f, 0.25f, 0.25f);

    assertThat(losses.of(new ClassIndex(0))).isEqualTo((0.25 + 0.0625 + 0.0625) / 2);
    assertThat(scores(Metric.BRIER, 3, 0, 0, 1).of(new ClassIndex(0))).isOne();
  }

  @Test
  void of_brierOfOneProbability_isTheSquaredDistance() throws TruthRefusedException {
    assertThat(scores(Metric.BRIER, 1, 0.75f).of(new ClassIndex(1))).isEqualTo(0.0625);
    assertThat(scores(Metric.BRIER, 1, 0.75f).of(new ClassIndex(0))).isEqualTo(0.5625);
  }

  @Test
  void of_scoresThatAreNoProbabilities_isRefused() {
    assertRefused(
        () -> scores(Metric.LOG_LOSS, 2, 3, -1).of(new ClassIndex(0)),
        "prediction: scores that sum to 2.0 (expected: probabilities, for logLoss)");
    assertRefused(
        () -> scores(Metric.BRIER, 2, 2, -1).of(new ClassIndex(0)),
        "prediction: scores that sum to 1.0 (expected: probabilities, for brier)");
    assertRefused(
        () -> scores(Metric.BRIER, 1, Float.NaN).of(new ClassIndex(0)),
        "prediction: scores that sum to NaN (expected: probabilities, for brier)");
  }

  @Test
  void of_absoluteError_isClippedAndScaled() throws TruthRefusedException {
    assertThat(number(3).of(new Quantity(5))).isEqualTo(0.2);
    assertThat(number(3).of(new Quantity(1))).isEqualTo(0.2);
    assertThat(number(3).of(new Quantity(1e300))).isOne();
    assertThat(number(3).of(new Label("3.5"))).isEqualTo(0.05);
  }

  @Test
  void of_absoluteErrorWithoutNumbers_isRefused() {
    assertRefused(() -> number(3).of(new Quantity(Double.NaN)), "number: NaN (expected: a number)");
    assertRefused(() -> number(3).of(new Label("x")), "label: x (expected: a number)");
    assertRefused(
        () -> number(Float.POSITIVE_INFINITY).of(new Quantity(1)),
        "prediction: no value for absoluteError (expected: one in the output out)");
  }

  @Test
  void of_reward_isWhatIsMissing() throws TruthRefusedException {
    assertThat(reward().of(new Reward(1))).isZero();
    assertThat(reward().of(new Reward(0.25))).isEqualTo(0.75);
  }

  @Test
  void of_rewardOutside_isRefused() {
    assertRefused(
        () -> reward().of(new Reward(1.01)), "reward: 1.01 (expected: a reward from 0 to 1)");
    assertRefused(
        () -> reward().of(new Reward(-0.1)), "reward: -0.1 (expected: a reward from 0 to 1)");
    assertRefused(
        () -> reward().of(new Reward(Double.NaN)), "reward: NaN (expected: a reward from 0 to 1)");
  }

  @Test
  void of_truthOfAnotherKind_isRefused() {
    assertRefused(
        () -> accuracy(NAMES, 1).of(new Reward(1)),
        "reward: 1.0 (expected: a class, one of cat, dog, 1)");
    assertRefused(() -> number(3).of(new ClassIndex(3)), "class_index: 3 (expected: a number)");
    assertRefused(() -> reward().of(new Label("1")), "label: 1 (expected: a reward from 0 to 1)");
    assertRefused(() -> reward().of(null), "truth: none (expected: a reward from 0 to 1)");
  }

  @Test
  void of_predictionForAnotherMetric_isRefused() {
    var quality = quality(Metric.BRIER, List.of());
    var classes = new Summary.Classes(3, new int[] {1});

    assertRefused(
        () -> new Losses(quality, List.of(), classes, 0).of(new ClassIndex(1)),
        "prediction: no value for brier (expected: one in the output out)");
  }

  /** The names in a ZipMap must be kept, or labels by name are refused. */
  @Test
  void of_namesOfTheModelsOwnClasses_countWhereNoneAreConfigured() throws Exception {
    var losses = new Losses(
        quality(Metric.ACCURACY, List.of()),
        List.of("cat", "dog"),
        new Summary.Classes(2, new int[] {1}),
        0);

    assertThat(losses.of(new Label("dog"))).isZero();
    assertThat(losses.of(new Label("cat"))).isOne();
    assertThat(losses.of(new Label("1"))).isZero();
    assertRefused(
        () -> losses.of(new Label("Dog")),
        "label: Dog (expected: a class, one of cat, dog; did you mean dog?)");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(TruthRefusedException.class).hasMessage(message);
  }

  private static Losses accuracy(List<String> names, int predicted) {
    int count = names.isEmpty() ? 3 : names.size();
    return new Losses(
        quality(Metric.ACCURACY, names),
        List.of(),
        new Summary.Classes(count, new int[] {predicted}),
        0);
  }

  private static Losses scores(Metric metric, int columns, float... scores) {
    return new Losses(
        quality(metric, List.of()), List.of(), new Summary.Scores(columns, scores), 0);
  }

  private static Losses number(float predicted) {
    return new Losses(
        quality(Metric.ABSOLUTE_ERROR, List.of()),
        List.of(),
        new Summary.Numbers(new float[] {predicted}),
        0);
  }

  private static Losses reward() {
    return new Losses(quality(Metric.REWARD, List.of()), List.of(), new Summary.None(), 0);
  }

  private static QualitySettings quality(Metric metric, List<String> names) {
    return QualitySettings.of(
        metric,
        metric == Metric.REWARD ? "" : "out",
        names,
        metric == Metric.ABSOLUTE_ERROR ? OptionalDouble.of(10) : OptionalDouble.empty());
  }
}
