package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.client.Feedback;
import dev.serin.client.FeedbackResult;
import dev.serin.client.Label;
import dev.serin.client.ModelStatus;
import dev.serin.client.Prediction;
import dev.serin.split.UserHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The accuracy that the gateway reports for two versions, compared with their recorded outputs. */
@Tag("long")
class RecordedAccuracyTest {
  private static final int CALLS = 10_000;
  private static final int FEWER_CALLS = 2_000;
  private static final int EXPLAINED = 200;
  private static final double CANARY = 0.3;
  private static final String CONFIG =
      "models:\n  digits:\n    split: {1: 0.7, 2: 0.3}\n" + TestGateway.QUALITY;

  @TempDir
  Path folder;

  private TestGateway serin;

  /** The labels of a version, and how many of them match its prediction. */
  private record Score(long labels, long right) {}

  @BeforeEach
  void start() throws Exception {
    serin = TestGateway.start(folder, CONFIG, 1, 2);
  }

  @AfterEach
  void stop() {
    serin.close();
  }

  @Test
  void status_tenThousandLabelledCalls_saysWhatTheOutputsShow() throws Exception {
    var predictions = Crowd.predict(serin.client(), CALLS);
    var labels = trueLabels(CALLS);

    submit(predictions, labels);
    Await.until("all calls are counted", () -> calls(serin.admin().status("digits")) == CALLS);
    var status = serin.admin().status("digits");

    assertThat(measured(status)).isEqualTo(offline(predictions, labels));
    assertThat(status.versions()).allMatch(version -> version.errors().isEmpty());
    assertThat(status.versions()).allMatch(version -> version.callerErrors().isEmpty());
    assertThat(status.versions().stream()
            .mapToLong(version -> version.quality().labels())
            .sum())
        .isEqualTo(CALLS);
  }

  @Test
  void status_tenThousandUsers_sharesAreWithinThreeSigma() throws Exception {
    Crowd.predict(serin.client(), CALLS);
    Await.until("all calls are counted", () -> calls(serin.admin().status("digits")) == CALLS);

    var canary = serin.admin().status("digits").versions().get(1);

    assertThat(canary.number()).isEqualTo(2);
    assertThat(canary.shareSet()).isEqualTo("0.3");
    assertThat(canary.shareReal())
        .isCloseTo(CANARY, within(3 * Math.sqrt(CANARY * (1 - CANARY) / CALLS)));
  }

  @Test
  void predict_everyUser_getsTheVersionOfTheirHash() throws Exception {
    var predictions = Crowd.predict(serin.client(), CALLS);

    assertThat(predictions.stream().map(Prediction::version).toList())
        .isEqualTo(IntStream.range(0, CALLS)
            .mapToObj(user -> bucket(user) < CANARY ? 2L : 1L)
            .toList());
    for (int user = 0; user < EXPLAINED; user++) {
      assertThat(serin.admin().explain("digits", Crowd.user(user)).version())
          .isEqualTo(predictions.get(user).version());
    }
  }

  /**
   * A wrong prediction of the canary swaps labels with a correct one of stable, so that the canary
   * seems better by one and stable worse by one.
   */
  @Test
  void status_labelsOfTwoPredictionsSwapped_isNotWhatTheOutputsShow() throws Exception {
    var predictions = Crowd.predict(serin.client(), FEWER_CALLS);
    var labels = trueLabels(FEWER_CALLS);
    var expected = offline(predictions, labels);
    int wrong = first(
        predictions,
        user -> predictions.get(user).version() == 2 && !right(predictions, labels, user));
    int right = first(
        predictions,
        user -> predictions.get(user).version() == 1
            && right(predictions, labels, user)
            && labels.get(user).equals(predicted(predictions.get(wrong))));

    var swapped = new ArrayList<>(labels);
    swapped.set(wrong, labels.get(right));
    swapped.set(right, labels.get(wrong));
    submit(predictions, swapped);

    var measured = measured(serin.admin().status("digits"));
    assertThat(measured.get(1L)).isEqualTo(moved(expected, 1, -1)).isNotEqualTo(expected.get(1L));
    assertThat(measured.get(2L)).isEqualTo(moved(expected, 2, 1)).isNotEqualTo(expected.get(2L));
  }

  private void submit(List<Prediction> predictions, List<String> labels) {
    var feedback = IntStream.range(0, labels.size())
        .mapToObj(
            user -> Feedback.of(predictions.get(user).predictionId(), Label.of(labels.get(user))))
        .toList();
    assertThat(serin.client().submitAll(feedback))
        .hasSameSizeAs(labels)
        .allMatch(result -> result.result() == FeedbackResult.Result.ACCEPTED);
  }

  private static long calls(ModelStatus status) {
    return status.versions().stream().mapToLong(ModelStatus.Version::calls).sum();
  }

  /** Returns the scores reported by the status. */
  private static Map<Long, Score> measured(ModelStatus status) {
    var scores = new TreeMap<Long, Score>();
    for (var version : status.versions()) {
      long labels = version.quality().labels();
      double sum = version.quality().mean().orElse(0) * labels;
      assertThat(sum).isCloseTo(Math.rint(sum), within(1e-6));
      long right = Math.round(sum);
      scores.put(version.number(), new Score(labels, right));
    }
    return scores;
  }

  /** Returns the scores counted from outputs and labels. */
  private static Map<Long, Score> offline(List<Prediction> predictions, List<String> labels) {
    var scores = new TreeMap<Long, Score>();
    for (int user = 0; user < labels.size(); user++) {
      var one = new Score(1, right(predictions, labels, user) ? 1 : 0);
      scores.merge(
          predictions.get(user).version(),
          one,
          (a, b) -> new Score(a.labels() + b.labels(), a.right() + b.right()));
    }
    return scores;
  }

  private static Score moved(Map<Long, Score> scores, long version, int by) {
    var score = scores.getOrDefault(version, new Score(0, 0));
    return new Score(score.labels(), score.right() + by);
  }

  private static boolean right(List<Prediction> predictions, List<String> labels, int user) {
    return predicted(predictions.get(user)).equals(labels.get(user));
  }

  /** The class with the highest score. */
  private static String predicted(Prediction prediction) {
    var scores = prediction.output("output").floats();
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return Integer.toString(best);
  }

  private static List<String> trueLabels(int users) {
    return IntStream.range(0, users).mapToObj(user -> Crowd.row(user).label()).toList();
  }

  private static int first(List<Prediction> predictions, IntPredicate condition) {
    return IntStream.range(0, predictions.size()).filter(condition).findFirst().orElseThrow();
  }

  private static double bucket(int user) {
    return UserHash.bucket(UserHash.of("digits", Crowd.user(user)));
  }
}
