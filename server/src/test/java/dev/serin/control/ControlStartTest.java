package dev.serin.control;

import static dev.serin.control.Gateway.MODEL;
import static dev.serin.control.Gateway.OTHER_SIGNATURE;
import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serin.split.Split;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ControlStartTest {
  private final MemoryStore store = new MemoryStore();
  private final Gateway gateway = new Gateway(store);

  @Test
  void start_noSplitConfigured_givesAllToTheHighestReadyVersion() {
    gateway.rejected(3);

    gateway.ready(1, 2).start();

    assertThat(gateway.revision().number()).isEqualTo(1);
    assertThat(gateway.revision().split()).isEqualTo(Split.all(2));
    assertThat(gateway.revision().author().name()).isEqualTo("serin");
    assertThat(gateway.revision().reason()).contains("the highest version that is ready");
    assertThat(gateway.control.state(MODEL)).isEqualTo(ModelState.SERVING);
  }

  @Test
  void start_splitInTheFile_isTheFirstRevision() {
    gateway.ready(1, 2).file("1=0.1 2=0.9").start();

    assertThat(gateway.revision().split()).isEqualTo(split("1=0.1 2=0.9"));
    assertThat(gateway.revision().author().name()).isEqualTo("serin.yaml");
    assertThat(gateway.revision().stable()).isEqualTo(2);
  }

  @Test
  void start_canaryOfTheFileNotReady_isAbsent() {
    gateway.rejected(2);

    gateway.ready(1).file("1=0.9 2=0.1").start();

    assertThat(gateway.revision().absent()).containsExactly(2L);
    assertThat(gateway.route().absent()).containsExactly(2L);
    assertThat(gateway.control.state(MODEL)).isEqualTo(ModelState.DEGRADED);
    assertThat(gateway.control.notes(MODEL)).containsExactly("version 2 is REJECTED: garbage");
  }

  @Test
  void start_splitOfTheFileNamesAnUnknownVersion_isLoggedOnce() {
    var log = (Logger) LoggerFactory.getLogger(Reconciler.class);
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    log.setLevel(Level.WARN);
    log.addAppender(events);
    try {
      gateway.ready(1).file("1=0.9 9=0.1").start();
      gateway.ready(1);
    } finally {
      log.detachAppender(events);
      log.setLevel(null);
    }

    assertThat(events.list)
        .filteredOn(event -> event.getLevel() == Level.WARN)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("digits starts without all versions of its split:"
            + " version 9 is not in the repository");
  }

  @Test
  void start_severalVersionsAndNoSplit_saysWhoServesAndHowToBeginWithALowerOne() {
    var log = (Logger) LoggerFactory.getLogger(Reconciler.class);
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    log.setLevel(Level.INFO);
    log.addAppender(events);
    try {
      gateway.ready(1, 2).start();
    } finally {
      log.detachAppender(events);
      log.setLevel(null);
    }

    assertThat(events.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains(
            "digits: all users get version 2, the highest that is ready; to begin with a lower"
                + " one, `./serin split set digits 1=1 --force` now, or its `split` in serin.yaml before"
                + " the first start");
  }

  /** The split that took the users back may be what was lost. */
  @Test
  void start_afterARepair_takesUsersOffCanariesThatNoRolloutIsAbout() {
    gateway.ready(1, 2).start();
    gateway.set("1=0.1 2=0.9");
    store.doubt = new Doubt(Set.of(MODEL), true);

    var again = new Gateway(store).ready(1, 2).start();

    assertThat(again.revision().split()).isEqualTo(Split.all(2));
    assertThat(again.revision().reason()).startsWith("the journal was repaired");
    assertThat(again.route().assignment().split()).isEqualTo(Split.all(2));
  }

  /** The highest version may be the one that was taken back. */
  @Test
  void start_afterARepairThatLeftNothing_waitsForTheFileToSayWhoServes() {
    store.doubt = new Doubt(Set.of(), true);

    gateway.ready(1, 2).start();

    assertThat(gateway.control.revision(MODEL)).isEmpty();
    assertThat(gateway.control.state(MODEL)).isEqualTo(ModelState.NOT_SERVING);
    assertThat(gateway.control.notes(MODEL))
        .containsExactly("the journal was repaired and has no revision of digits (expected: its"
            + " split in serin.yaml, such as `split: {1: 1}`, to say who serves)");

    gateway.file("1=1").apply();

    assertThat(gateway.revision().split()).isEqualTo(Split.all(1));
  }

  @Test
  void start_stableOfTheFileNotReady_isNotServing() {
    gateway.rejected(1);

    gateway.ready(2).file("1=0.9 2=0.1").start();

    assertThat(gateway.control.state(MODEL)).isEqualTo(ModelState.NOT_SERVING);
    assertThat(gateway.route().serving()).isFalse();
    assertThat(gateway.revision().absent()).containsExactly(2L);
  }

  @Test
  void start_noVersionReady_waitsForTheFirst() {
    gateway.rejected(1);
    gateway.start();

    assertThat(gateway.control.revision(MODEL)).isEmpty();
    assertThat(gateway.control.state(MODEL)).isEqualTo(ModelState.NOT_SERVING);
    assertThat(gateway.control.notes(MODEL)).containsExactly("no version of digits is ready");

    gateway.ready(1);

    assertThat(gateway.revision().split()).isEqualTo(Split.all(1));
  }

  @Test
  void start_versionAppearsLater_getsNobodyButCanBePinned() {
    gateway.ready(1).start();

    gateway.ready(2);

    assertThat(gateway.revision().split()).isEqualTo(Split.all(1));
    assertThat(gateway.route().pinned(2)).isPresent();
  }

  @Test
  void start_modelAppearsLater_waitsUntilNothingIsLoading() {
    gateway.start();
    gateway.loading(2);
    gateway.ready(1);
    assertThat(gateway.control.revision(MODEL)).isEmpty();

    gateway.ready(2);

    assertThat(gateway.revision().split()).isEqualTo(Split.all(2));
  }

  @Test
  void start_again_keepsTheLastRevision() {
    gateway.ready(1, 2).start();
    gateway.set("1=0.3 2=0.7");

    var again = new Gateway(store).ready(1, 2).start();

    assertThat(again.revision()).isEqualTo(gateway.revision());
    assertThat(again.route().assignment()).isEqualTo(gateway.route().assignment());
    assertThat(again.control.history(MODEL, 9)).hasSize(2);
  }

  @Test
  void start_againWithCanaryNotReady_isARevisionWithItAbsent() {
    gateway.ready(1).start();
    gateway.ready(2).set("1=0.7 2=0.3");
    var again = new Gateway(store).ready(1);
    again.rejected(2);

    again.start();

    assertThat(again.revision().number()).isEqualTo(3);
    assertThat(again.revision().author().name()).isEqualTo("serin");
    assertThat(again.revision().reason())
        .isEqualTo("version 2 is REJECTED: garbage; its users get stable");
    assertThat(again.control.state(MODEL)).isEqualTo(ModelState.DEGRADED);
  }

  @Test
  void start_againWithAnotherSignature_isAbsent() {
    gateway.ready(1).start();
    gateway.ready(2).set("1=0.7 2=0.3");
    var again = new Gateway(store).ready(1);
    again.ready(2, OTHER_SIGNATURE);

    again.start();

    assertThat(again.revision().absent()).containsExactly(2L);
    assertThat(again.route().pinned(2)).isPresent();
  }

  @Test
  void start_againWithStableNotReady_isNotServing() {
    gateway.ready(1).start();
    var again = new Gateway(store);
    again.rejected(1);

    again.start();

    assertThat(again.control.state(MODEL)).isEqualTo(ModelState.NOT_SERVING);
    assertThat(again.routing.model(MODEL)).isPresent();
    assertThat(again.control.notes(MODEL)).containsExactly("version 1 is REJECTED: garbage");
  }

  @Test
  void start_againWithoutTheModel_isNotRouted() {
    gateway.ready(1).start();

    var again = new Gateway(store).start();

    assertThat(again.routing.model(MODEL)).isEmpty();
    assertThat(store.revisions).hasSize(1);
  }

  @Test
  void start_storeCannotBeRead_failsAndRoutesNothing() {
    store.broken = true;

    assertThatThrownBy(() -> gateway.ready(1).start()).hasCauseInstanceOf(IOException.class);

    assertThat(gateway.ready(2).routing.models()).isEmpty();
  }

  @Test
  void start_diskFull_decidesOnceTheDiskTakesIt() {
    store.full = true;
    gateway.ready(1).start();
    assertThat(gateway.routing.models()).isEmpty();

    store.full = false;
    gateway.tick();

    assertThat(gateway.control.state(MODEL)).isEqualTo(ModelState.SERVING);
  }

  @Test
  void history_moreThanAThousand_keepsTheLast() {
    gateway.ready(1, 2).start();
    for (int i = 0; i < 600; i++) {
      gateway.set("1=0.1 2=0.9");
      gateway.set("2=1");
    }

    assertThat(gateway.control.history(MODEL, 9_999)).hasSize(RevisionHistory.KEPT);
    assertThat(gateway.revision().number()).isEqualTo(1_201);
  }
}
