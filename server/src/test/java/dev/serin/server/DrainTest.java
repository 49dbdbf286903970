package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.serving.CallRecord;
import dev.serin.serving.CallRecord.Timing;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DrainTest {
  private static final CallRecord CALL = new CallRecord(
      "m",
      Optional.empty(),
      OptionalLong.empty(),
      1,
      CallStatus.OK,
      Fault.NONE,
      new Timing(1, 0, 1, 1),
      OptionalLong.empty());

  private final AtomicLong clock = new AtomicLong(5_000_000_000L);

  /** The wait for callers and the calls in flight together must stay within the limit. */
  @Test
  void left_afterCallersThatWentOnCalling_isTheRestOfTheTime() throws Exception {
    var calls = new AtomicReference<Drain>();
    var drain = new Drain(() -> tick(calls), Duration.ofSeconds(15));
    calls.set(drain);

    drain.await();

    assertThat(drain.left()).isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(4));
  }

  /** Such as on a machine that slept, or under a debugger. */
  @Test
  void await_processThatStoodStill_isNotQuietByThat() throws Exception {
    var looks = new AtomicInteger();
    var drain = new Drain(
        () -> clock.addAndGet(looks.incrementAndGet() == 2 ? 9_000_000_000L : 100_000_000L),
        Duration.ofSeconds(30));

    drain.await();

    assertThat(looks).hasValueGreaterThan(9);
  }

  @Test
  void left_ofAGatewayThatIsClosedAtOnce_isAllButWhatClosingTakes() {
    assertThat(new Drain(clock::get, Duration.ofSeconds(15)).left())
        .isEqualTo(Duration.ofMillis(13_500));
  }

  @Test
  void left_withHardlyAnyTime_isASecondAllTheSame() {
    assertThat(new Drain(clock::get, Duration.ofSeconds(1)).left())
        .isEqualTo(Duration.ofSeconds(1));
  }

  /** Advances time by 100 ms per check, and ends a call at each. */
  private long tick(AtomicReference<Drain> calls) {
    long now = clock.addAndGet(100_000_000L);
    var drain = calls.getAndSet(null);
    if (drain != null) {
      drain.finished(CALL);
      calls.set(drain);
    }
    return now;
  }
}
