package dev.serin.feedback.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.feedback.FeedbackRig;
import dev.serin.feedback.quality.Summary;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PredictionIdsTest {
  private final PredictionIds ids;

  PredictionIdsTest() throws IOException {
    ids = new PredictionIds(SigningKeys.parse("k", FeedbackRig.KEY));
  }

  @Test
  void read_everyField_isAsWritten() {
    var id = new PredictionId(
        new VersionId("größe", 1L << 40),
        Role.PINNED,
        300,
        1_740_825_000_123L,
        OptionalLong.of(-7),
        true,
        true,
        Long.MIN_VALUE,
        2,
        new Summary.Stored());

    assertThat(read(id)).isEqualTo(id);
  }

  @Test
  void read_eachRole_isAsWritten() {
    assertThat(List.of(Role.STABLE, Role.CANARY, Role.PINNED))
        .allSatisfy(role -> assertThat(read(id(role)).role()).isEqualTo(role));
  }

  @Test
  void sign_roleThatAnswersNobody_isRefused() {
    assertThatThrownBy(() -> ids.sign(id(Role.SHADOW)))
        .hasMessage("role: SHADOW (expected: one that answers a caller)");
  }

  @Test
  void read_idFromBeforeFallbacks_isOfNone() {
    var text = "ATEAAAAAAAAAAQGVUUF4uwAAAAAAAABjAgQBCndhdGNoLW5leHQC8UfRJ-Ebo5f8GbOVBV6u";

    assertThat(ids.read(text).orElseThrow().id()).isEqualTo(covered(false));
    assertThat(ids.sign(covered(false)).text()).isEqualTo(text);
  }

  @Test
  void read_fallback_isAsWritten() {
    assertThat(read(covered(true))).isEqualTo(covered(true));
  }

  @Test
  void read_classes_areAsWritten() {
    var classes = new int[] {0, Summary.Classes.NONE, Integer.MAX_VALUE - 1};

    var summary =
        (Summary.Classes) read(id(3, new Summary.Classes(10, classes))).summary();

    assertThat(summary.count()).isEqualTo(10);
    assertThat(new int[] {summary.index(0), summary.index(1), summary.index(2)}).isEqualTo(classes);
  }

  @Test
  void read_numbers_areAsWritten() {
    var numbers = new Summary.Numbers(new float[] {-1.5f, Float.NaN});

    var summary = (Summary.Numbers) read(id(2, numbers)).summary();

    assertThat(summary.value(0)).isEqualTo(-1.5f);
    assertThat(summary.value(1)).isNaN();
  }

  @Test
  void sign_oneRow_isShort() {
    var text = ids.sign(id(1, new Summary.Classes(10, new int[] {7}))).text();

    assertThat(text).matches("[A-Za-z0-9_-]{1,76}");
  }

  @Test
  void sign_mostRows_canBeRead() {
    var classes = new int[PredictionIdFormat.MAX_ROWS];
    Arrays.fill(classes, Integer.MAX_VALUE - 1);

    assertThat(ids.read(
            ids.sign(id(classes.length, new Summary.Classes(0, classes))).text()))
        .isPresent();
  }

  @Test
  void sign_anotherNonce_isAnotherFingerprint() {
    var one = ids.sign(id(Role.STABLE, 1));
    var other = ids.sign(id(Role.STABLE, 2));

    assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
  }

  @Test
  void read_anotherKey_isNothing() throws IOException {
    var others = new PredictionIds(SigningKeys.parse("k", "f".repeat(64)));

    assertThat(ids.read(others.sign(id(Role.STABLE)).text())).isEmpty();
  }

  /** A canary's prediction that label coverage counts, answered by stable or not. */
  private static PredictionId covered(boolean fallback) {
    return new PredictionId(
        new VersionId("watch-next", 2),
        Role.CANARY,
        4,
        1_740_825_000_123L,
        OptionalLong.of(99),
        true,
        fallback,
        1,
        1,
        new Summary.None());
  }

  private PredictionId read(PredictionId id) {
    return ids.read(ids.sign(id).text()).orElseThrow().id();
  }

  private static PredictionId id(Role role) {
    return id(role, 1);
  }

  private static PredictionId id(Role role, long nonce) {
    return id(role, nonce, 1, new Summary.None());
  }

  private static PredictionId id(int rows, Summary summary) {
    return id(Role.CANARY, 1, rows, summary);
  }

  private static PredictionId id(Role role, long nonce, int rows, Summary summary) {
    return new PredictionId(
        new VersionId("watch-next", 2),
        role,
        4,
        1_740_825_000_123L,
        OptionalLong.of(99),
        false,
        false,
        nonce,
        rows,
        summary);
  }
}
