package dev.serin.control;

import static dev.serin.control.Gateway.MODEL;
import static dev.serin.control.Gateway.OTHER_SIGNATURE;
import static dev.serin.control.Gateway.id;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlPoolTest {
  private final MemoryStore store = new MemoryStore();
  private final Gateway gateway = new Gateway(store).ready(1).start();

  @Test
  void poolChanged_absentVersionReady_hasItsUsersAgain() {
    gateway.ready(2).set("1=0.9 2=0.1");
    gateway.rejected(2);
    assertThat(gateway.route().absent()).containsExactly(2L);

    gateway.ready(2);

    assertThat(gateway.revision().absent()).isEmpty();
    assertThat(gateway.revision().author().name()).isEqualTo("serin");
    assertThat(gateway.revision().reason()).isEqualTo("version 2 is ready and has its users again");
    assertThat(gateway.revision().number()).isEqualTo(4);
  }

  @Test
  void poolChanged_absentVersionReadyWithAnotherSignature_staysAbsent() {
    gateway.ready(2).set("1=0.9 2=0.1");
    gateway.rejected(2);

    gateway.ready(2, OTHER_SIGNATURE);

    assertThat(gateway.route().absent()).containsExactly(2L);
    assertThat(gateway.callable(2)).isTrue();
  }

  @Test
  void poolChanged_absentVersionReadyWhileStableIsNot_staysAbsent() {
    gateway.ready(2).set("1=0.9 2=0.1");
    gateway.rejected(2);
    gateway.rejected(1);

    gateway.ready(2);

    assertThat(gateway.route().absent()).containsExactly(2L);
    assertThat(gateway.control.notes(MODEL))
        .contains("version 2 waits for stable, version 1, to be checked against");
  }

  @Test
  void poolChanged_stableNotReady_leavesTheCanaryItsUsers() {
    gateway.ready(2).set("1=0.9 2=0.1");

    gateway.rejected(1);

    assertThat(gateway.route().absent()).isEmpty();
    assertThat(gateway.control.state(MODEL)).isEqualTo(ModelState.NOT_SERVING);
  }

  @Test
  void poolChanged_retiredWithShare_servesOn() {
    gateway.ready(2).set("1=0.9 2=0.1");

    gateway.retire(2);

    assertThat(gateway.route().absent()).isEmpty();
    assertThat(gateway.callable(2)).isTrue();
  }

  @Test
  void poolChanged_retiredWithoutShare_isUnloadedAndForgotten() {
    var loaded = gateway.ready(2, Gateway.SIGNATURE);

    gateway.retire(2);

    assertThat(gateway.callable(2)).isFalse();
    assertThat(loaded.lease()).isEmpty();
    assertThat(gateway.pool.status(id(2))).isEmpty();
  }

  @Test
  void submit_retiredVersionLosesItsShare_isUnloadedAndForgotten() {
    var loaded = gateway.ready(2, Gateway.SIGNATURE);
    gateway.set("1=0.9 2=0.1");
    gateway.retire(2);
    assertThat(loaded.lease()).isPresent();

    gateway.set("1=1");

    assertThat(loaded.lease()).isEmpty();
    assertThat(gateway.callable(2)).isFalse();
    assertThat(gateway.pool.status(id(2))).isEmpty();
  }

  @Test
  void submit_lowerToARetiredStable_isAccepted() {
    gateway.ready(2).set("1=0.9 2=0.1");
    gateway.retire(1);

    assertThat(gateway.set("1=1").number()).isEqualTo(3);
  }

  @Test
  void poolChanged_lastVersionGone_isNotRouted() {
    gateway.remove(1);

    assertThat(gateway.routing.model(MODEL)).isEmpty();
    assertThat(gateway.control.state(MODEL)).isEqualTo(ModelState.NOT_SERVING);
    assertThat(gateway.revision().number()).isEqualTo(1);
  }

  @Test
  void poolChanged_signatureUnlikeStables_canBePinned() {
    gateway.ready(2, OTHER_SIGNATURE);

    assertThat(gateway.route().pinned(2)).isPresent();
  }

  @Test
  void poolChanged_absentVersionReadyOnAFullDisk_waitsForTheDisk() {
    gateway.ready(2).set("1=0.9 2=0.1");
    gateway.rejected(2);
    store.full = true;

    gateway.ready(2);
    assertThat(gateway.route().absent()).containsExactly(2L);
    store.full = false;
    gateway.tick();

    assertThat(gateway.route().absent()).isEmpty();
  }
}
