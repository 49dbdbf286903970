package dev.serin.control;

import static dev.serin.control.Gateway.MODEL;
import static dev.serin.control.Gateway.OTHER_SIGNATURE;
import static dev.serin.control.Gateway.change;
import static dev.serin.control.Refusals.assertRefused;
import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.serin.access.Author;
import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.judge.StatisticsClock;
import dev.serin.split.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlTest {
  private final MemoryStore store = new MemoryStore();
  private final Gateway gateway = new Gateway(store).ready(1);

  @Test
  void submit_split_isTheNextRevision() {
    start(2);

    var revision = gateway.set("1=0.9 2=0.1");

    assertThat(revision.number()).isEqualTo(2);
    assertThat(revision.split()).isEqualTo(split("1=0.9 2=0.1"));
    assertThat(revision.previous()).contains(Split.all(1));
    assertThat(revision.author().name()).isEqualTo("alice");
    assertThat(revision.reason()).isEqualTo("because");
    assertThat(revision.time()).isEqualTo(Instant.parse("2025-01-02T03:04:05Z"));
    assertThat(revision.assignment().salt()).isEqualTo(MODEL);
  }

  @Test
  void submit_split_isRouted() {
    start(2);

    gateway.set("1=0.9 2=0.1");

    assertThat(gateway.route().revision()).isEqualTo(2);
    assertThat(gateway.route().assignment().split()).isEqualTo(split("1=0.9 2=0.1"));
  }

  @Test
  void submit_sameSplit_isTheRevisionInForce() {
    start(2);
    var revision = gateway.set("1=0.9 2=0.1");

    assertThat(gateway.set("1=0.90 2=0.10")).isEqualTo(revision);
  }

  @Test
  void submit_sameSplitWithAnotherStable_isARevision() {
    start(2);
    gateway.set("1=0.9 2=0.1");

    var revision = gateway.set(change("1=0.9 2=0.1", 2L, null, false));

    assertThat(revision.stable()).isEqualTo(2);
  }

  @Test
  void submit_unknownModel_isNotFound() {
    start();

    assertRefused(
            Kind.NOT_FOUND,
            () -> gateway.set(
                new SetSplit("cats", Split.all(1), null, null, Author.of("a"), "b", false)))
        .isEqualTo("model: cats (expected: one of [digits])");
  }

  @Test
  void submit_otherRevisionExpected_isAConflictThatNamesBoth() {
    start(2);

    assertRefused(Kind.CONFLICT, () -> gateway.set(change("1=0.9 2=0.1", null, 7L, false)))
        .isEqualTo("revision 1 is in force, not 7");
  }

  @Test
  void submit_expectedRevisionInForce_isAccepted() {
    start(2);

    assertThat(gateway.set(change("1=0.9 2=0.1", null, 1L, false)).number()).isEqualTo(2);
  }

  @Test
  void submit_unknownVersion_isInvalid() {
    start();

    assertRefused(Kind.INVALID, () -> gateway.set("1=0.9 2=0.1"))
        .isEqualTo("version: 2 (expected: one of [1])");
  }

  @Test
  void submit_stableWithoutShare_isInvalid() {
    start(2);

    assertRefused(Kind.INVALID, () -> gateway.set(change("1=1", 2L, null, false)))
        .startsWith("stable: 2 ");
  }

  @Test
  void submit_rejectedVersion_isRefusedWithItsReason() {
    start();
    gateway.rejected(2);

    assertRefused(Kind.PRECONDITION, () -> gateway.set("1=0.9 2=0.1"))
        .isEqualTo("version: 2 is REJECTED, garbage (expected: READY)");
  }

  @Test
  void submit_refused_changesNothing() {
    start();
    gateway.rejected(2);
    var before = gateway.route();

    assertRefused(Kind.PRECONDITION, () -> gateway.set("1=0.9 2=0.1"));

    assertThat(gateway.route().assignment()).isSameAs(before.assignment());
    assertThat(store.revisions).hasSize(1);
  }

  @Test
  void submit_signatureUnlikeStables_isRefusedWithTheDifference() {
    start();
    gateway.ready(2, OTHER_SIGNATURE);

    assertRefused(Kind.PRECONDITION, () -> gateway.set("1=0.9 2=0.1"))
        .startsWith("version 2 does not answer all calls as version 1 does: ")
        .contains("a call with input image FP32 [-1,64], which it does not have");
  }

  @Test
  void submit_everythingToAnotherSignature_isRefused() {
    start();
    gateway.ready(2, OTHER_SIGNATURE);

    assertRefused(Kind.PRECONDITION, () -> gateway.force("2=1"));
  }

  /** The next version may take more; going back from it must not fail because of that. */
  @Test
  void submit_backToAVersionThatTakesLess_isAccepted() {
    gateway.ready(1, Gateway.ONE_ROW);
    gateway.start();
    gateway.ready(2);
    gateway.force("2=1");

    assertRefused(Kind.PRECONDITION, () -> gateway.set("1=0.1 2=0.9"))
        .contains("a call with input image FP32 [-1,64] (it takes FP32 [1,64])");

    assertThat(gateway.set("1=1").stable()).isEqualTo(1);
  }

  @Test
  void submit_raiseWhileStableCannotBeCalled_isRefused() {
    start(2);
    gateway.set("1=0.9 2=0.1");
    gateway.rejected(1);

    assertRefused(Kind.PRECONDITION, () -> gateway.set("1=0.8 2=0.2"))
        .startsWith("stable: version 1 is REJECTED: garbage");
  }

  @Test
  void submit_awayFromAStableThatCannotBeCalled_isAccepted() {
    start(2);
    gateway.set("1=0.5 2=0.5");
    gateway.rejected(1);

    assertThat(gateway.set("2=1").stable()).isEqualTo(2);
    assertThat(gateway.control.state(MODEL)).isEqualTo(ModelState.SERVING);
  }

  @Test
  void submit_newVersionGainsMoreThanAHalf_isRefusedAndSaysWhatForceDoes() {
    start(2);

    assertRefused(Kind.PRECONDITION, () -> gateway.set("1=0.4 2=0.6"))
        .isEqualTo("split: version 2 never served and would gain 0.6 of the users at once"
            + " (expected: at most 0.5; `./serin split set digits 1=0.4 2=0.6 --force` moves them"
            + " all at once)");
  }

  @Test
  void submit_newVersionGainsMoreThanAHalfByForce_isAccepted() {
    start(2);

    assertThat(gateway.force("1=0.4 2=0.6").number()).isEqualTo(2);
  }

  @Test
  void submit_newVersionGainsAHalf_isAccepted() {
    start(2);

    assertThat(gateway.set("1=0.5 2=0.5").number()).isEqualTo(2);
  }

  @Test
  void submit_backToAVersionThatServed_needsNoForce() {
    start(2);
    gateway.force("2=1");

    assertThat(gateway.set("1=1").stable()).isEqualTo(1);
  }

  @Test
  void submit_lowerWhileAnotherVersionIsAbsent_isAccepted() {
    start(2, 3);
    gateway.set("1=0.6 2=0.2 3=0.2");
    gateway.rejected(3);

    assertThat(gateway.set("1=0.8 3=0.2").absent()).containsExactly(3L);
  }

  @Test
  void submit_authorTooLong_isInvalid() {
    start(2);

    assertRefused(Kind.INVALID, () -> gateway.set(says("a".repeat(257), "")))
        .isEqualTo("author: 257 characters (expected: at most 256)");
  }

  @Test
  void submit_reasonTooLong_isInvalid() {
    start(2);

    assertRefused(Kind.INVALID, () -> gateway.set(says("a", "b".repeat(1025))))
        .isEqualTo("reason: 1025 characters (expected: at most 1024)");
  }

  @Test
  void submit_controlCharacter_isInvalid() {
    start(2);

    assertRefused(Kind.INVALID, () -> gateway.set(says("alice\nserin revision 9", "")))
        .startsWith("author: ");
  }

  @Test
  void history_severalRevisions_isNewestFirst() {
    start(2);
    gateway.set("1=0.9 2=0.1");
    gateway.set("1=0.8 2=0.2");

    assertThat(gateway.control.history(MODEL, 2))
        .extracting(Revision::number)
        .containsExactly(3L, 2L);
  }

  @Test
  void watch_laterRevisions_hearsTheOneInForceFirst() {
    start(2);
    gateway.set("1=0.9 2=0.1");
    var heard = new ArrayList<Long>();

    var unused = gateway.control.watch(MODEL, revision -> heard.add(revision.number()));
    gateway.set("1=0.8 2=0.2");
    gateway.set("1=0.7 2=0.3");

    assertThat(heard).containsExactly(2L, 3L, 4L);
  }

  @Test
  void watch_closed_hearsNoMore() {
    start(2);
    var heard = new ArrayList<Long>();
    gateway.control.watch(MODEL, revision -> heard.add(revision.number())).close();

    gateway.set("1=0.9 2=0.1");

    assertThat(heard).containsExactly(1L);
  }

  @Test
  void watch_listenerThrows_othersHear() {
    start(2);
    var heard = new ArrayList<Long>();
    var first = gateway.control.watch(MODEL, revision -> {
      throw new IllegalStateException("listener");
    });
    var second = gateway.control.watch(MODEL, revision -> heard.add(revision.number()));

    assertThat(gateway.set("1=0.9 2=0.1").number()).isEqualTo(2);
    assertThat(heard).containsExactly(1L, 2L);
    second.close();
    first.close();
  }

  @Test
  void submit_beforeStart_fails() {
    assertThatIllegalStateException()
        .isThrownBy(() -> gateway.set("1=1"))
        .withMessage("control: not started");
  }

  @Test
  void submit_afterClose_fails() {
    start();
    gateway.control.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> gateway.set("1=1"))
        .withMessage("control: closed");
  }

  @Test
  void new_ownThread_makesChanges() throws Exception {
    var around =
        new Control.Surroundings(gateway.pool, gateway.routing, store.state(), Recorders.NONE);
    try (var control = new Control(around, new StatisticsClock(() -> 0, () -> Instant.EPOCH))) {
      control.start(Map.of()).toCompletableFuture().get();

      assertThat(control.revision(MODEL)).isPresent();
    }
  }

  private void start(long... others) {
    gateway.start();
    gateway.ready(others);
  }

  private static SetSplit says(String author, String reason) {
    return new SetSplit(MODEL, split("1=0.9 2=0.1"), null, null, Author.of(author), reason, false);
  }
}
