package dev.serin.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.feedback.SeenLabels.Seen;
import dev.serin.feedback.id.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Law 10: a label counts at most once, within the memory, across restarts. */
class SeenLabelsTest {
  private static final long ROOM = 1 << 20;

  /** Memory for two hours of few labels each. */
  private static final long TWO_HOURS = 2 * FingerprintTable.INITIAL_BYTES;

  private final MemoryLabelLog log = new MemoryLabelLog();

  @Test
  void add_sameAgain_isRefused() throws IOException {
    var seen = start(ROOM);

    assertThat(seen.add(5, label(1))).isEqualTo(Seen.FIRST);
    assertThat(seen.add(5, label(1))).isEqualTo(Seen.AGAIN);
    assertThat(seen.add(5, label(2))).isEqualTo(Seen.FIRST);
    assertThat(log.size()).isEqualTo(2);
  }

  @Test
  void add_afterRestart_isRefused() throws IOException {
    start(ROOM).add(5, label(1));

    assertThat(start(ROOM).add(5, label(1))).isEqualTo(Seen.AGAIN);
  }

  @Test
  void add_memoryFull_closesTheOldestHour() throws IOException {
    var seen = start(TWO_HOURS);
    seen.add(5, label(1));
    seen.add(6, label(2));

    assertThat(seen.add(7, label(3))).isEqualTo(Seen.FIRST);

    assertThat(seen.add(5, label(1))).isEqualTo(Seen.CLOSED);
    assertThat(seen.add(5, label(4))).isEqualTo(Seen.CLOSED);
    assertThat(seen.add(6, label(2))).isEqualTo(Seen.AGAIN);
    assertThat(seen.closed(5)).isTrue();
    assertThat(seen.closed(6)).isFalse();
  }

  @Test
  void add_memoryFullAndOlderThanAll_isClosed() throws IOException {
    var seen = start(TWO_HOURS);
    seen.add(5, label(1));
    seen.add(6, label(2));

    assertThat(seen.add(4, label(3))).isEqualTo(Seen.CLOSED);

    assertThat(seen.add(5, label(1))).isEqualTo(Seen.AGAIN);
    assertThat(log.size()).isEqualTo(2);
  }

  @Test
  void add_oneHourLargerThanMemory_closesThatHour() throws IOException {
    var seen = start(TWO_HOURS);
    int first = 0;
    while (seen.add(5, label(first)) == Seen.FIRST) {
      first++;
    }

    assertThat(first).isEqualTo(48);
    assertThat(seen.add(5, label(0))).isEqualTo(Seen.CLOSED);
    assertThat(seen.add(6, label(0))).isEqualTo(Seen.FIRST);
  }

  @Test
  void replay_closedBeforeRestart_staysClosed() throws IOException {
    var seen = start(TWO_HOURS);
    seen.add(5, label(1));
    seen.add(6, label(2));
    seen.add(7, label(3));
    seen.tick(0);

    var restarted = start(TWO_HOURS);

    assertThat(log.dropped()).hasValue(5);
    assertThat(restarted.add(5, label(1))).isEqualTo(Seen.CLOSED);
    assertThat(restarted.add(6, label(2))).isEqualTo(Seen.AGAIN);
  }

  @Test
  void replay_endedBeforeTheTick_refusesWhatWasCounted() throws IOException {
    var seen = start(TWO_HOURS);
    seen.add(5, label(1));
    seen.add(6, label(2));
    seen.add(7, label(3));

    assertThat(start(ROOM).add(5, label(1))).isEqualTo(Seen.AGAIN);
    assertThat(start(TWO_HOURS).add(5, label(1))).isEqualTo(Seen.CLOSED);
  }

  @Test
  void tick_tooOld_isDroppedFromTheLog() throws IOException {
    var seen = start(ROOM);
    seen.add(5, label(1));
    seen.add(8, label(2));

    seen.tick(8);

    assertThat(log.size()).isEqualTo(1);
    assertThat(log.dropped()).hasValue(5);
    assertThat(seen.add(5, label(1))).isEqualTo(Seen.CLOSED);
    assertThat(seen.add(8, label(2))).isEqualTo(Seen.AGAIN);
  }

  /** Otherwise a clock that is wrong for a second would refuse labels for years. */
  @Test
  void tick_clockFarAheadForAWhile_closesOnlyHoursWithLabels() throws IOException {
    var seen = start(ROOM);
    seen.add(5, label(1));

    seen.tick(1_000_000);

    assertThat(seen.add(6, label(2))).isEqualTo(Seen.FIRST);
    assertThat(start(ROOM).add(6, label(2))).isEqualTo(Seen.AGAIN);
  }

  @Test
  void tick_always_forcesTheLog() throws IOException {
    start(ROOM).tick(0);

    assertThat(log.forced()).isEqualTo(1);
  }

  @Test
  void tick_logFailedToDrop_isTriedAgain() throws IOException {
    var seen = start(ROOM);
    seen.add(5, label(1));
    log.fail(true);
    assertThatThrownBy(() -> seen.tick(8)).isInstanceOf(IOException.class);
    log.fail(false);

    seen.tick(8);

    assertThat(log.dropped()).hasValue(5);
  }

  @Test
  void add_logFails_isNotNoted() throws IOException {
    var seen = start(ROOM);
    log.fail(true);
    assertThatThrownBy(() -> seen.add(5, label(1))).isInstanceOf(IOException.class);
    log.fail(false);

    assertThat(seen.add(5, label(1))).isEqualTo(Seen.FIRST);
  }

  @Test
  void add_sameLabelWhileItIsBeingLogged_waitsAndIsRefused() throws Exception {
    var second = new AtomicReference<Seen>();
    var meanwhile = new MeanwhileLog(log);
    var seen = start(meanwhile, ROOM);
    var rival = new Thread(() -> {
      try {
        second.set(seen.add(5, label(1)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    meanwhile.rival.set(rival);

    assertThat(seen.add(5, label(1))).isEqualTo(Seen.FIRST);

    rival.join();
    assertThat(second).hasValue(Seen.AGAIN);
    assertThat(log.size()).isEqualTo(1);
  }

  /** A log that once lets another thread run as far as it can while it adds a label. */
  private static final class MeanwhileLog implements LabelLog {
    private final LabelLog log;
    private final AtomicReference<@Nullable Thread> rival = new AtomicReference<>();

    MeanwhileLog(LabelLog log) {
      this.log = log;
    }

    @Override
    public void append(long hour, long high, long low) throws IOException {
      var thread = rival.getAndSet(null);
      if (thread != null) {
        thread.start();
        while (thread.getState() != Thread.State.BLOCKED
            && thread.getState() != Thread.State.TERMINATED) {
          Thread.onSpinWait();
        }
      }
      log.append(hour, high, low);
    }

    @Override
    public void replay(LabelVisitor visitor) throws IOException {
      log.replay(visitor);
    }

    @Override
    public void drop(long hour) throws IOException {
      log.drop(hour);
    }

    @Override
    public void force() throws IOException {
      log.force();
    }
  }

  /** Labels, ticks and restarts at random against all that was ever counted. */
  @Test
  void add_anyHistory_countsNothingTwice() throws IOException {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(countedTwice(seed)).as("seed %d", seed).isEmpty();
    }
  }

  private List<Fingerprint> countedTwice(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    var history = new MemoryLabelLog();
    var counted = new HashSet<Fingerprint>();
    var twice = new ArrayList<Fingerprint>();
    var seen = start(history, 8 * FingerprintTable.INITIAL_BYTES);
    for (int step = 0; step < 4_000; step++) {
      long now = step / 200;
      long hour = now - random.nextInt(6);
      var label = new Fingerprint(hour, 1 + random.nextInt(100));
      history.fail(random.nextInt(20) == 0);
      try {
        switch (random.nextInt(50)) {
          case 0 -> seen.tick(now - 4);
          case 1 -> seen = start(history, (4 + random.nextInt(8)) * FingerprintTable.INITIAL_BYTES);
          default -> {
            if (seen.add(hour, label) == Seen.FIRST && !counted.add(label)) {
              twice.add(label);
            }
          }
        }
      } catch (IOException e) {
        history.fail(false);
      }
    }
    assertThat(counted).as("seed %d", seed).hasSizeGreaterThan(500);
    return twice;
  }

  private SeenLabels start(long memory) throws IOException {
    return start(log, memory);
  }

  private static SeenLabels start(LabelLog log, long memory) throws IOException {
    var seen = new SeenLabels(log, memory);
    seen.replay();
    return seen;
  }

  private static Fingerprint label(int number) {
    return new Fingerprint(0x9E3779B97F4A7C15L * number, number);
  }
}
