package dev.serin.rollout;

import static dev.serin.rollout.Samples.CLOSED;
import static dev.serin.rollout.Samples.NOW;
import static dev.serin.rollout.Samples.OPEN;
import static dev.serin.rollout.Samples.PLAN;
import static dev.serin.rollout.Samples.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.rollout.LivePlan.Fallback;
import dev.serin.rollout.LivePlan.Promotion;
import dev.serin.rollout.LivePlan.Shadowing;
import dev.serin.split.Share;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LivePlanTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration NEGATIVE = Duration.ofMillis(-1);

  @Test
  void open_withoutWindows_isAlways() {
    assertThat(PLAN.open(NOW)).isTrue();
  }

  @Test
  void open_withWindows_isInAnyOfThem() {
    assertThat(windows(CLOSED).open(NOW)).isFalse();
    assertThat(windows(CLOSED, OPEN).open(NOW)).isTrue();
  }

  @Test
  void startingAt_shareThatReplacesAnApprovedStep_awaitsApproval() {
    var approved = approvals("0.05", "0.5");

    assertThat(approved.startingAt(Share.parse("0.2")).approvals())
        .containsExactly(Share.parse("0.2"), Share.parse("0.5"));
    assertThat(approvals("0.5").startingAt(Share.parse("0.2")).approvals())
        .containsExactly(Share.parse("0.5"));
    assertThat(approved.startingAt(Share.parse("0.7")).approvals())
        .containsExactly(Share.parse("0.7"));
  }

  private static LivePlan approvals(String... shares) {
    var approvals = new TreeSet<Share>();
    Stream.of(shares).map(Share::parse).forEach(approvals::add);
    var unset = LivePlan.DEFAULT;
    return new LivePlan(
        unset.plan(),
        unset.candidate(),
        unset.windows(),
        approvals,
        unset.shadow(),
        unset.fallback(),
        unset.promotion(),
        unset.cooldown());
  }

  @Test
  void constructor_noStepBelowOne_isRefused() {
    var steps = List.of(Share.ONE);
    var plan = new Plan(
        steps, new TreeMap<>(), Plan.Minimum.DEFAULT, Plan.DEFAULT_BAKE, Plan.DEFAULT_STEP_TIMEOUT);

    refused(
        () -> new LivePlan(
            plan,
            PLAN.candidate(),
            PLAN.windows(),
            Collections.emptySortedSet(),
            PLAN.shadow(),
            PLAN.fallback(),
            PLAN.promotion(),
            PLAN.cooldown()),
        "steps: [1] (expected: at least one below 1, where the canary can be compared)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.3", "1"})
  void constructor_approvalOfNoStep_isRefused(String share) {
    refused(
        () -> Samples.approvals(share),
        "requireApproval: " + share + " (expected: one of the steps [0.05, 0.1, 0.25, 0.5])");
  }

  @Test
  void constructor_approvalsOfSteps_areEqualAsDecimals() {
    assertThat(Samples.approvals("0.250", "0.5").approvals())
        .containsExactly(Share.parse("0.25"), Share.parse("0.50"));
  }

  @Test
  void constructor_negativeCooldown_isRefused() {
    refused(
        () -> new LivePlan(
            PLAN.plan(),
            PLAN.candidate(),
            PLAN.windows(),
            PLAN.approvals(),
            PLAN.shadow(),
            PLAN.fallback(),
            PLAN.promotion(),
            NEGATIVE),
        "cooldownAfterRollback: PT-0.001S (expected: not negative)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.1", "1.000001"})
  void shadowing_fractionOutOfBounds_isRefused(String fraction) {
    refused(
        () -> new Shadowing(new BigDecimal(fraction), 1, 0.5, true, HOUR),
        "fraction: " + fraction + " (expected: above 0, at most 1)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.01})
  void shadowing_loadOutOfBounds_isRefused(double load) {
    refused(
        () -> new Shadowing(BigDecimal.ONE, 1, load, true, HOUR),
        "maxCpu: " + load + " (expected: above 0, at most 1)");
  }

  @Test
  void shadowing_negativeDuration_isRefused() {
    refused(
        () -> new Shadowing(BigDecimal.ONE, 1, 1, true, NEGATIVE),
        "duration: PT-0.001S (expected: not negative)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.01})
  void fallback_rateOutOfBounds_isRefused(double rate) {
    refused(() -> new Fallback(HOUR, rate), "maxRate: " + rate + " (expected: above 0, at most 1)");
  }

  @Test
  void fallback_negativeBudget_isRefused() {
    refused(() -> new Fallback(NEGATIVE, 1), "budget: PT-0.001S (expected: not negative)");
  }

  @Test
  void promotion_negativeTime_isRefused() {
    refused(
        () -> new Promotion(NEGATIVE, HOUR, OptionalDouble.empty()),
        "watch: PT-0.001S (expected: not negative)");
    refused(
        () -> new Promotion(HOUR, NEGATIVE, OptionalDouble.empty()),
        "keepOldFor: PT-0.001S (expected: not negative)");
  }

  /** A shorter one would be refused when the candidate is promoted. */
  @ParameterizedTest
  @CsvSource({"0", "0.99", "NaN", "Infinity"})
  void promotion_runLengthBelowOneCall_isRefused(double calls) {
    refused(
        () -> new Promotion(HOUR, HOUR, OptionalDouble.of(calls)),
        "arl: " + calls + " (expected: at least 1, finite)");
  }

  @Test
  void constructors_leastAndMost_areTaken() {
    assertThatCode(() -> {
          var unused = new Shadowing(BigDecimal.ONE, 0, 1, false, Duration.ZERO);
          var unusedFallback = new Fallback(Duration.ZERO, 1);
          var unusedPromotion = new Promotion(Duration.ZERO, Duration.ZERO, OptionalDouble.of(1));
        })
        .doesNotThrowAnyException();
  }

  private static void refused(ThrowingCallable constructor, String message) {
    assertThatIllegalArgumentException().isThrownBy(constructor).withMessage(message);
  }
}
