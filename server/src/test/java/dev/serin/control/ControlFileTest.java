package dev.serin.control;

import static dev.serin.control.Gateway.MODEL;
import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.split.Split;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlFileTest {
  private final MemoryStore store = new MemoryStore();
  private final Gateway gateway = new Gateway(store).ready(1);

  @Test
  void applyFile_changedSplit_isARevisionByTheFile() {
    gateway.start().ready(2).file("1=0.9 2=0.1").apply();

    assertThat(gateway.revision().number()).isEqualTo(2);
    assertThat(gateway.revision().author().name()).isEqualTo("serin.yaml");
    assertThat(gateway.revision().fileHash()).isEqualTo("hash of 1=0.9 2=0.1null");
    assertThat(gateway.control.notes(MODEL)).isEmpty();
  }

  @Test
  void applyFile_unchanged_neverOverridesACaller() {
    gateway.start().ready(2).file("1=0.9 2=0.1").apply();
    gateway.set("1=0.7 2=0.3");

    gateway.apply();

    assertThat(gateway.revision().split()).isEqualTo(split("1=0.7 2=0.3"));
    assertThat(gateway.control.notes(MODEL))
        .containsExactly("serin.yaml says 1=0.9 2=0.1, in force is 1=0.7 2=0.3 with stable 1 since"
            + " a later change");
  }

  @Test
  void applyFile_unchangedWhileDown_neverOverridesACaller() {
    gateway.start().ready(2).file("1=0.9 2=0.1").apply();
    gateway.set("1=0.7 2=0.3");

    var again = new Gateway(store).ready(1, 2).file("1=0.9 2=0.1").start();

    assertThat(again.revision().split()).isEqualTo(split("1=0.7 2=0.3"));
  }

  @Test
  void applyFile_changedWhileDown_isALaterChange() {
    gateway.start().ready(2).file("1=0.9 2=0.1").apply();
    gateway.set("1=0.7 2=0.3");

    var again = new Gateway(store).ready(1, 2).file("1=0.8 2=0.2").start();

    assertThat(again.revision().split()).isEqualTo(split("1=0.8 2=0.2"));
  }

  @Test
  void applyFile_sameSplitInAnotherText_keepsTheAssignment() {
    gateway.start().ready(2).set("1=0.9 2=0.1");
    var before = gateway.revision();

    gateway.file("1=0.90 2=0.1").apply();

    assertThat(gateway.revision().number()).isEqualTo(3);
    assertThat(gateway.revision().assignment()).isEqualTo(before.assignment());
  }

  @Test
  void applyFile_withoutASplit_changesNothing() {
    gateway.start();

    gateway.join(gateway.control.applyFile(Map.of()));

    assertThat(gateway.revision().number()).isEqualTo(1);
  }

  @Test
  void applyFile_versionNotReady_changesNothingAndIsNoted() {
    gateway.start().file("1=0.9 2=0.1").apply();

    assertThat(gateway.revision().split()).isEqualTo(Split.all(1));
    assertThat(gateway.control.notes(MODEL))
        .containsExactly(
            "serin.yaml: its split 1=0.9 2=0.1 is refused: version: 2 (expected: one" + " of [1])");
  }

  @Test
  void applyFile_versionReadyLater_isAppliedThen() {
    gateway.start().file("1=0.9 2=0.1").apply();

    gateway.ready(2);

    assertThat(gateway.revision().split()).isEqualTo(split("1=0.9 2=0.1"));
    assertThat(gateway.control.notes(MODEL)).isEmpty();
  }

  @Test
  void applyFile_callerChangedAfterARefusal_isNotAppliedLater() {
    gateway.start().ready(2).file("1=0.8 2=0.1 3=0.1").apply();
    gateway.set("1=0.9 2=0.1");

    gateway.ready(3);

    assertThat(gateway.revision().split()).isEqualTo(split("1=0.9 2=0.1"));
  }

  @Test
  void applyFile_newVersionGainsMoreThanAHalf_isRefused() {
    gateway.start().ready(2).file("1=0.1 2=0.9").apply();

    assertThat(gateway.revision().split()).isEqualTo(Split.all(1));
    assertThat(gateway.control.notes(MODEL)).singleElement().asString().contains("--force");
  }

  @Test
  void applyFile_stableNamed_isStable() {
    gateway.start().ready(2).set("1=0.5 2=0.5");

    gateway.file("1=0.5 2=0.5", 2L).apply();

    assertThat(gateway.revision().stable()).isEqualTo(2);
  }

  @Test
  void applyFile_diskFull_isAppliedOnceTheDiskTakesIt() {
    gateway.start().ready(2);
    store.full = true;
    gateway.file("1=0.9 2=0.1").apply();
    assertThat(gateway.revision().split()).isEqualTo(Split.all(1));

    store.full = false;
    gateway.tick();

    assertThat(gateway.revision().split()).isEqualTo(split("1=0.9 2=0.1"));
  }

  @Test
  void applyFile_modelAppearsLater_isItsFirstRevision() {
    var empty = new Gateway(new MemoryStore()).file("1=0.9 2=0.1").start();
    assertThat(empty.control.notes(MODEL).get(0)).contains("digits is not in the repository");

    empty.loading(1);
    empty.ready(2, 1);

    assertThat(empty.revision().split()).isEqualTo(split("1=0.9 2=0.1"));
    assertThat(empty.control.notes(MODEL)).isEmpty();
  }
}
