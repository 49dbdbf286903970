package dev.serin.judge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.feedback.Outcome;
import dev.serin.feedback.OutsideLabel;
import dev.serin.feedback.ShadowLoss;
import dev.serin.gate.Call;
import dev.serin.gate.Evidence;
import dev.serin.gate.GateSettings;
import dev.serin.gate.Label;
import dev.serin.gate.Label.Fit;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.gate.Trial;
import dev.serin.gate.Trial.Phase;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgedOutcomesTest {
  private static final String MODEL = "digits";
  private static final long START = 1_700_000_000_000L;
  private static final Terms TERMS = new Terms(GateSettings.DEFAULT, LossScale.BINARY, "");
  private static final OptionalLong USER = OptionalLong.of(7);
  private static final Map<Long, BigDecimal> SHARES =
      Map.of(1L, new BigDecimal("0.5"), 2L, new BigDecimal("0.5"));

  private final MemoryEvidence store = new MemoryEvidence();
  private final List<Label> labels = new ArrayList<>();
  private Judge judge;
  private JudgedOutcomes outcomes;

  @BeforeEach
  void open() throws IOException {
    judge = Judge.open(model -> TERMS, new Labels(), store, () -> 0, model -> {});
    outcomes = new JudgedOutcomes(judge);
  }

  @Test
  void accept_givenByTheSplit_isJudged() {
    share(Optional.empty());

    outcomes.accept(outcome(Role.CANARY, false, USER, 0, false));
    judge.work(START + 10);

    assertThat(labels)
        .containsExactly(new Label(3, START, START + 5, 7, Role.CANARY, 1, true, Fit.FITS));
  }

  @Test
  void accept_pinned_isNotJudged() {
    share(Optional.empty());

    outcomes.accept(outcome(Role.PINNED, false, USER, 0, false));
    judge.work(START + 10);

    assertThat(labels).isEmpty();
  }

  @Test
  void accept_answeredByStableForTheCanary_isNotJudged() {
    share(Optional.empty());

    outcomes.accept(outcome(Role.CANARY, true, USER, 0, false));
    judge.work(START + 10);

    assertThat(labels).isEmpty();
  }

  @Test
  void accept_withoutUser_isNotJudged() {
    share(Optional.empty());

    outcomes.accept(outcome(Role.STABLE, false, OptionalLong.empty(), 0, false));
    judge.work(START + 10);

    assertThat(labels).isEmpty();
  }

  @Test
  void accept_laterRow_isNotCountedForCoverage() {
    share(Optional.empty());

    outcomes.accept(outcome(Role.CANARY, false, USER, 1, false));
    judge.work(START + 10);

    assertThat(labels).singleElement().returns(false, Label::covered);
  }

  @Test
  void accept_predictionOutsideTheClasses_isSaid() {
    share(Optional.empty());

    outcomes.accept(outcome(Role.CANARY, false, USER, 0, true));
    judge.work(START + 10);

    assertThat(labels).singleElement().returns(Fit.PREDICTION_OUTSIDE, Label::fit);
  }

  @Test
  void accept_withTheLossOfACopy_isAPair() throws IOException {
    var trial = new Trial("t", 1, 2, Phase.SHADOW, TERMS, OptionalDouble.empty());
    share(Optional.of(trial));

    outcomes.accept(outcome(Role.STABLE, false, USER, 0, false));
    judge.work(START + 10);
    judge.save(START + 10);

    assertThat(numbers(Basis.of(trial), "quality/pairs")).containsExactly(1, 1, 0.25, 0.5625);
  }

  @Test
  void outside_givenByTheSplit_isCounted() throws IOException {
    share(Optional.empty());

    outcomes.outside(outside(Role.CANARY, false, USER));
    judge.work(START + 10);
    judge.save(START + 10);

    assertThat(numbers(Basis.of(TERMS), "mismatch/outside")).containsExactly(1, 0, 0, 0);
  }

  @Test
  void outside_pinned_isNotCounted() throws IOException {
    share(Optional.empty());

    outcomes.outside(outside(Role.PINNED, false, USER));
    judge.work(START + 10);
    judge.save(START + 10);

    assertThat(evidence(Basis.of(TERMS)).numbers()).doesNotContainKey("mismatch/outside");
  }

  private void share(Optional<Trial> trial) {
    judge.share(MODEL, new Sharing(1, START, 1, SHARES, trial));
  }

  private static Outcome outcome(
      Role role, boolean fallback, OptionalLong user, int row, boolean outside) {
    return new Outcome(
        new VersionId(MODEL, role == Role.CANARY ? 2 : 1),
        role,
        1,
        3,
        row,
        START,
        START + 5,
        user,
        /* covered= */ true,
        fallback,
        1,
        1,
        outside,
        Optional.of(new ShadowLoss("t", 0.25)));
  }

  private static OutsideLabel outside(Role role, boolean fallback, OptionalLong user) {
    return new OutsideLabel(new VersionId(MODEL, 2), role, 1, 3, START, START + 5, user, fallback);
  }

  private double[] numbers(Basis basis, String name) {
    return requireNonNull(evidence(basis).numbers().get(name)).get(0);
  }

  private Evidence evidence(Basis basis) {
    return requireNonNull(store.saved.get(new EvidenceKey(MODEL, 1, 2, basis)));
  }

  private final class Labels implements ObservationListener {
    @Override
    public void call(String model, BigDecimal share, Call call) {
      throw new AssertionError(call);
    }

    @Override
    public void ended(String model, Call call) {
      throw new AssertionError(call);
    }

    @Override
    public void label(String model, Label label) {
      labels.add(label);
    }
  }
}
