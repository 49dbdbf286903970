package dev.serin.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.model.Role;
import dev.serin.split.Share;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  private static final BigDecimal SHARE = new BigDecimal("0.10");
  private static final long NOW = 1_000_000;
  private static final long HORIZON = 60_000;
  private static final long SLACK = Recording.SLACK_MILLIS;
  private static final int MAX_HELD = 5;

  @TempDir
  private Path folder;

  private Path file;
  private Recording recording;
  private Duration horizon = Duration.ofMillis(HORIZON);

  @BeforeEach
  void begin() throws IOException {
    file = folder.resolve("events.csv");
    recording = recording(List.of("digits"));
  }

  @Test
  void tick_horizonNotPassed_holdsTheRow() throws IOException {
    call(Rows.call(1, NOW));

    recording.tick(NOW + HORIZON + SLACK);

    assertThat(Rows.of(file)).isEmpty();
  }

  @Test
  void tick_horizonPassed_writesTheRow() throws IOException {
    call(Rows.call(1, NOW));

    recording.tick(NOW + HORIZON + SLACK + 1);

    assertThat(Rows.times(file)).containsExactly(NOW);
  }

  @Test
  void tick_modelWithoutQuality_waitsForTheSlackOnly() throws IOException {
    horizon = Duration.ZERO;
    call(Rows.call(1, NOW));

    recording.tick(NOW + SLACK + 1);

    assertThat(Rows.times(file)).containsExactly(NOW);
  }

  @Test
  void tick_severalCalls_areInOrderOfTime() throws IOException {
    call(Rows.call(1, NOW));
    call(Rows.call(2, NOW));
    call(Rows.call(3, NOW + 5));
    call(Rows.call(4, NOW + 6));

    recording.tick(NOW + 5 + HORIZON + SLACK + 1);

    assertThat(Rows.of(file))
        .extracting(Event::user)
        .containsExactly("0000000000000001", "0000000000000002", "0000000000000003");
  }

  @Test
  void label_atTheHorizon_isInTheRow() throws IOException {
    call(Rows.call(1, NOW));

    recording.label("digits", Rows.label(1, NOW, NOW + HORIZON, 0.25));
    recording.close();

    var row = Rows.of(file).get(0);
    assertThat(row.loss()).hasValue(0.25);
    assertThat(row.labelDelayMillis()).isEqualTo(HORIZON);
    assertThat(recording.missing().labels()).isZero();
  }

  @Test
  void label_afterTheHorizon_isCountedOnly() throws IOException {
    call(Rows.call(1, NOW));

    recording.label("digits", Rows.label(1, NOW, NOW + HORIZON + 1, 0.25));
    recording.close();

    assertThat(Rows.of(file).get(0).loss()).isEmpty();
    assertThat(recording.missing().labels()).isEqualTo(1);
  }

  @Test
  void label_ofARowThatIsWritten_isCountedOnly() {
    call(Rows.call(1, NOW));
    recording.tick(NOW + HORIZON + SLACK + 1);

    recording.label("digits", Rows.label(1, NOW, NOW + 5, 0.25));

    assertThat(recording.missing().labels()).isEqualTo(1);
  }

  @Test
  void label_secondOfACall_isCountedOnly() throws IOException {
    call(Rows.call(1, NOW));

    recording.label("digits", Rows.label(1, NOW, NOW + 5, 0.25));
    recording.label("digits", Rows.label(1, NOW, NOW + 6, 0.75));
    recording.close();

    assertThat(Rows.of(file).get(0).loss()).hasValue(0.25);
    assertThat(recording.missing().labels()).isEqualTo(1);
  }

  @Test
  void ended_pendingCall_hasItsResult() throws IOException {
    call(Rows.call(1, NOW, Result.PENDING));

    recording.ended("digits", new Call(1, NOW, 1, Role.STABLE, Result.BAD, 9_000_000, false));
    recording.close();

    var row = Rows.of(file).get(0);
    assertThat(row.error()).isTrue();
    assertThat(row.latencyMillis()).isEqualTo(9);
  }

  @Test
  void ended_callerIsAtFault_leavesNoRow() throws IOException {
    call(Rows.call(1, NOW, Result.PENDING));

    recording.ended("digits", Rows.call(1, NOW, Result.EXCLUDED));
    recording.close();

    assertThat(Rows.of(file)).isEmpty();
  }

  @Test
  void tick_pendingCall_isWaitedFor() throws IOException {
    horizon = Duration.ZERO;
    call(Rows.call(1, NOW, Result.PENDING));
    call(Rows.call(2, NOW + 1));

    recording.tick(NOW + ModelEvents.PENDING_MILLIS + SLACK);
    assertThat(Rows.of(file)).isEmpty();

    recording.ended("digits", Rows.call(1, NOW));
    recording.tick(NOW + ModelEvents.PENDING_MILLIS + SLACK);
    assertThat(Rows.times(file)).containsExactly(NOW, NOW + 1);
  }

  @Test
  void tick_callThatNeverEnds_hasTheLatencySoFar() throws IOException {
    horizon = Duration.ZERO;
    call(Rows.call(1, NOW, Result.PENDING));

    recording.tick(NOW + ModelEvents.PENDING_MILLIS + SLACK + 1);

    var row = Rows.of(file).get(0);
    assertThat(row.latencyMillis()).isEqualTo(1);
    assertThat(row.error()).isFalse();
  }

  @Test
  void call_earlierThanTheOneBefore_isCountedOnly() throws IOException {
    call(Rows.call(1, NOW));
    recording.tick(NOW + HORIZON + SLACK + 1);

    call(Rows.call(2, NOW - 1));
    recording.close();

    assertThat(Rows.times(file)).containsExactly(NOW);
    assertThat(recording.missing().calls()).isEqualTo(1);
  }

  @Test
  void call_memoryIsFull_theOldestIsWrittenEarly() throws IOException {
    recording = recording(List.of("a", "b"));
    recording.call("b", SHARE, Rows.call(9, NOW));
    for (int i = 1; i < MAX_HELD; i++) {
      recording.call("a", SHARE, Rows.call(i, NOW + i));
    }

    recording.call("a", SHARE, Rows.call(8, NOW + 8));
    recording.tick(NOW + 9);

    assertThat(Rows.times(folder.resolve("events-b.csv"))).containsExactly(NOW);
    assertThat(Rows.of(folder.resolve("events-a.csv"))).isEmpty();
  }

  @Test
  void open_severalModels_haveAFileEach() throws IOException {
    var several = recording(List.of("a", "b"));

    several.call("b", SHARE, Rows.call(1, NOW));
    several.call("later", SHARE, Rows.call(1, NOW));
    several.close();

    assertThat(Rows.names(folder))
        .containsExactly("events-a.csv", "events-b.csv", "events-later.csv", "events.csv");
    assertThat(Rows.of(folder.resolve("events-a.csv"))).isEmpty();
    assertThat(Rows.times(folder.resolve("events-b.csv"))).containsExactly(NOW);
  }

  @Test
  void call_modelBesideTheOnlyOne_hasAFileOfItsOwn() throws IOException {
    recording.call("later", SHARE, Rows.call(1, NOW));
    recording.close();

    assertThat(Rows.of(file)).isEmpty();
    assertThat(Rows.times(folder.resolve("events-later.csv"))).containsExactly(NOW);
  }

  @Test
  void call_shareOfManyDigits_isRoundedToThoseOfAFile() throws IOException {
    recording.call(
        "digits",
        BigDecimal.ONE.divide(BigDecimal.valueOf(3), MathContext.DECIMAL128),
        Rows.call(1, NOW));
    call(Rows.call(2, NOW));
    recording.close();

    assertThat(Rows.of(file))
        .extracting(Event::share)
        .containsExactly(Share.parse("0.333333333333333333"), Share.parse("0.1"));
  }

  @Test
  void missing_rowsThatTheDiskRefused_areCounted() {
    recording = new Recording(
        model -> new EventFile(folder.resolve("none/events.csv"), 1_000), model -> horizon, 10);

    call(Rows.call(1, NOW));
    recording.close();

    assertThat(recording.missing()).isEqualTo(new Recording.Missing(0, 0, 1));
  }

  private void call(Call call) {
    recording.call("digits", SHARE, call);
  }

  private Recording recording(List<String> models) throws IOException {
    var made = new Recording(Recording.files(file, models, 1 << 20), model -> horizon, MAX_HELD);
    made.open(models);
    return made;
  }
}
