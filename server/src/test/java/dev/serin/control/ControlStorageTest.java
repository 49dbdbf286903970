package dev.serin.control;

import static dev.serin.control.Gateway.MODEL;
import static dev.serin.control.Gateway.change;
import static dev.serin.control.Refusals.assertRefused;
import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.control.ChangeRefusedException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 11: a raise is on disk before its effect; a lowering takes effect whatever the disk does. */
class ControlStorageTest {
  private final MemoryStore store = new MemoryStore();
  private final Gateway gateway = new Gateway(store).ready(1).start().ready(2);

  @Test
  void submit_raiseOnAFullDisk_isRefusedAndChangesNothing() {
    store.full = true;

    assertRefused(Kind.STORAGE, () -> gateway.set("1=0.9 2=0.1"))
        .isEqualTo("journal: No space left on device (expected: a disk that takes a raise before"
            + " its effect)");

    assertThat(gateway.route().revision()).isEqualTo(1);
    assertThat(gateway.revision().number()).isEqualTo(1);
  }

  @Test
  void submit_loweringOnAFullDisk_takesEffect() {
    gateway.set("1=0.5 2=0.5");
    store.full = true;

    gateway.set("1=0.9 2=0.1");

    assertThat(gateway.route().assignment().split()).isEqualTo(split("1=0.9 2=0.1"));
    assertThat(gateway.control.storageRefusals()).isEqualTo(1);
    assertThat(gateway.control.notes(MODEL))
        .containsExactly("journal: No space left on device; raises are refused, lowerings take"
            + " effect without being written");
  }

  @Test
  void tick_diskTakesItAgain_writesTheLowering() {
    gateway.set("1=0.5 2=0.5");
    store.full = true;
    gateway.set("1=0.9 2=0.1");
    store.full = false;

    gateway.tick();

    assertThat(store.revisions).last().isEqualTo(gateway.revision());
    assertThat(gateway.control.notes(MODEL)).isEmpty();
  }

  @Test
  void submit_raiseAfterAnUnwrittenLowering_writesBothInOrder() {
    gateway.set("1=0.5 2=0.5");
    store.full = true;
    gateway.set("1=0.9 2=0.1");
    store.full = false;

    gateway.set("1=0.8 2=0.2");

    assertThat(store.revisions).extracting(Revision::number).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void submit_raiseWhileALoweringIsUnwritten_isRefused() {
    gateway.set("1=0.5 2=0.5");
    store.full = true;
    gateway.set("1=0.9 2=0.1");

    assertRefused(Kind.STORAGE, () -> gateway.set("1=0.8 2=0.2"));
  }

  @Test
  void submit_oneCanaryUpAnotherDown_isARaise() {
    gateway.ready(3).set("1=0.6 2=0.2 3=0.2");
    store.full = true;

    assertRefused(Kind.STORAGE, () -> gateway.set("1=0.6 2=0.3 3=0.1"));
  }

  @Test
  void submit_otherStable_isARaise() {
    gateway.set("1=0.5 2=0.5");
    store.full = true;

    assertRefused(Kind.STORAGE, () -> gateway.set(change("1=0.5 2=0.5", 2L, null, false)));
  }

  @Test
  void poolChanged_canaryGoneOnAFullDisk_itsUsersGetStable() {
    gateway.set("1=0.5 2=0.5");
    store.full = true;

    gateway.rejected(2);

    assertThat(gateway.route().absent()).containsExactly(2L);
  }

  @Test
  void submit_raise_isOnDiskBeforeItIsRouted() {
    var routed = new ArrayList<Long>();
    var watched = gatewayOver(routed);

    watched.set("1=0.9 2=0.1");

    assertThat(routed).containsExactly(0L, 1L);
  }

  @Test
  void submit_lowering_isRoutedBeforeItIsWritten() {
    var routed = new ArrayList<Long>();
    var watched = gatewayOver(routed);
    watched.set("1=0.5 2=0.5");

    watched.set("1=0.9 2=0.1");

    assertThat(routed).containsExactly(0L, 1L, 3L);
  }

  @Test
  void submit_raiseWhenAnotherGatewayWasFirst_isAConflictAndChangesNothing() {
    var other = new Gateway(new MemoryStore(gateway.revision())).ready(1, 2).start();
    store.revisions.add(other.set("1=0.9 2=0.1"));

    assertRefused(Kind.CONFLICT, () -> gateway.set("1=0.8 2=0.2"))
        .isEqualTo("digits: revision 2 is the last one stored (expected: 1)");

    assertThat(gateway.control.storageRefusals()).isZero();
    assertThat(gateway.route().revision()).isEqualTo(1);
    assertThat(store.revisions).last().isEqualTo(other.revision());
  }

  @Test
  void follow_revisionOfAnotherGateway_takesEffectOnce() {
    var other = new Gateway(store).ready(1, 2).start();
    other.set("1=0.9 2=0.1");

    gateway.tick();

    assertThat(gateway.route().assignment().split()).isEqualTo(split("1=0.9 2=0.1"));
    assertThat(gateway.control.history(MODEL, 10))
        .extracting(Revision::number)
        .containsExactly(2L, 1L);
  }

  @Test
  void follow_revisionBehindAnUnwrittenLowering_isIgnored() {
    gateway.set("1=0.5 2=0.5");
    var other = new Gateway(store).ready(1, 2).start();
    store.full = true;
    gateway.set("1=0.9 2=0.1");
    store.full = false;
    other.set("1=0.4 2=0.6");

    gateway.tick();

    assertThat(gateway.route().assignment().split()).isEqualTo(split("1=0.9 2=0.1"));
    assertThat(gateway.control.notes(MODEL))
        .containsExactly("journal: digits: revision 3 is the last one stored (expected: 2); raises"
            + " are refused, lowerings take effect without being written");
  }

  /** Notes which revision is routed whenever one is written. */
  private static Gateway gatewayOver(List<Long> routed) {
    var store = new MemoryStore();
    var gateway = new Gateway(store);
    var unused = store.follow(revision ->
        routed.add(gateway.routing.model(MODEL).map(route -> route.revision()).orElse(0L)));
    gateway.ready(1).start().ready(2);
    return gateway;
  }
}
