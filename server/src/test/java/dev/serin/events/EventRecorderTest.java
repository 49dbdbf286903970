package dev.serin.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.model.Role;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRecorderTest {
  private static final BigDecimal SHARE = new BigDecimal("0.10");
  private static final long START = 1_000_000;
  private static final int MAX_QUEUED = 4;

  @TempDir
  private Path folder;

  private Path file;
  private Recording recording;
  private EventRecorder recorder;
  private long now = START;

  @BeforeEach
  void begin() {
    file = folder.resolve("events.csv");
    recording =
        new Recording(model -> new EventFile(file, 1 << 20), model -> Duration.ofSeconds(1), 1_000);
    recorder = new EventRecorder(recording, () -> Instant.ofEpochMilli(now), MAX_QUEUED);
  }

  @AfterEach
  void close() {
    recorder.close();
  }

  @Test
  void tick_callsAndLabels_areInTheFileAfterTheHorizon() throws IOException {
    recorder.call("digits", SHARE, Rows.call(1, START, Result.PENDING));
    recorder.ended("digits", Rows.call(1, START));
    recorder.label("digits", Rows.label(1, START, START + 500, 0.5));
    recorder.tick();
    now += 3_000;
    recorder.tick();

    var rows = Rows.of(file);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).loss()).hasValue(0.5);
    assertThat(rows.get(0).error()).isFalse();
  }

  @Test
  void call_callersFault_isNotWritten() throws IOException {
    recorder.call("digits", SHARE, Rows.call(1, START, Result.EXCLUDED));
    recorder.call("digits", SHARE, Rows.call(2, START + 1));
    recorder.close();

    assertThat(Rows.times(file)).containsExactly(START + 1);
  }

  @Test
  void call_queueIsFull_isDroppedAndCounted() throws IOException {
    LongStream.range(0, MAX_QUEUED + 3).forEach(this::call);
    assertThat(recorder.dropped()).isEqualTo(3);

    recorder.tick();
    call(MAX_QUEUED + 3);
    recorder.close();

    assertThat(recorder.dropped()).isEqualTo(3);
    assertThat(Rows.times(file)).containsExactly(START, START + 1, START + 2, START + 3, START + 7);
  }

  @Test
  void tick_dropsAgainAndAgain_areLoggedOnceAMinute() {
    try (var warnings = new Warnings(EventRecorder.class)) {
      for (int second = 0; second < 61; second++) {
        LongStream.range(0, MAX_QUEUED + 1).forEach(this::call);
        recorder.tick();
        now += 1_000;
      }

      assertThat(warnings.messages())
          .containsExactly(
              "events: 1 dropped, arriving faster than they can be written",
              "events: 61 dropped, arriving faster than they can be written");
    }
  }

  @Test
  void close_somethingIsMissing_isLogged() {
    recorder.label("digits", Rows.label(1, START, START, 0.5));

    try (var warnings = new Warnings(EventRecorder.class)) {
      recorder.close();

      assertThat(warnings.messages())
          .containsExactly(
              "events: 0 dropped by a full queue, 0 calls out of order, 1 labels without a"
                  + " row, 0 rows refused by the disk");
    }
  }

  @Test
  void close_whatWasHeld_isWritten() throws IOException {
    call(0);
    recorder.tick();
    call(1);

    recorder.close();

    assertThat(Rows.times(file)).containsExactly(START, START + 1);
  }

  @Test
  void close_twice_isHarmless() {
    recorder.close();
    recorder.close();
  }

  @Test
  void start_ownThread_writesRowsThatAreDue() throws Exception {
    var ticks = new CountDownLatch(2);
    try (var running = EventRecorder.open(
        file, List.of("digits"), model -> told(ticks), () -> Instant.ofEpochMilli(2 * START), 1)) {
      running.call("digits", SHARE, Rows.call(1, START));
      running.start();
      assertThat(ticks.await(30, TimeUnit.SECONDS)).isTrue();

      assertThat(Rows.times(file)).containsExactly(START);
    }
  }

  @Test
  void start_ownThread_losesNoRow() throws IOException {
    var models = List.of("digits");
    try (var running = EventRecorder.open(
        file, models, model -> Duration.ZERO, () -> Instant.ofEpochMilli(START), 100_000)) {
      running.start();
      LongStream.range(0, 20_000)
          .forEach(id -> running.call("digits", SHARE, Rows.call(id, START + id)));
    }

    var times = Rows.names(folder).stream()
        .flatMap(name -> times(folder.resolve(name)).stream())
        .sorted()
        .toList();
    assertThat(times).isEqualTo(LongStream.range(START, START + 20_000).boxed().toList());
    assertThat(Rows.names(folder)).hasSizeGreaterThan(5);
  }

  @Test
  void open_noFolder_fails() {
    var none = folder.resolve("none/events.csv");

    assertThatThrownBy(() -> EventRecorder.open(
            none, List.of("digits"), model -> Duration.ZERO, Instant::now, 1_000))
        .isInstanceOf(NoSuchFileException.class);
  }

  private void call(long id) {
    recorder.call("digits", SHARE, new Call(id, START + id, id, Role.CANARY, Result.OK, 1, false));
  }

  private static Duration told(CountDownLatch ticks) {
    ticks.countDown();
    return Duration.ZERO;
  }

  private static List<Long> times(Path file) {
    try {
      return Rows.times(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
