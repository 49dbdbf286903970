package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InFlightBytesTest {
  private static final long LIMIT = 5_000;

  private final InFlightBytes all = new InFlightBytes(LIMIT);
  private final CallBytes call = all.open();

  /** After every test: calls that are over hold nothing. */
  @AfterEach
  void call_thatIsOver_holdsNothing() {
    call.served();
    call.left();

    assertThat(all.bytes()).isZero();
  }

  @Test
  void take_aloneAsManyBytesAsTheLimit_fits() {
    assertThat(call.takeRequest(LIMIT)).isTrue();
    assertThat(call.takeRequest(1)).isFalse();
    assertThat(call.answer(1)).isFalse();
  }

  @Test
  void take_aboveTheLimit_takesNothing() {
    assertThat(call.takeRequest(LIMIT + 1)).isFalse();
    assertThat(all.bytes()).isEqualTo(InFlightBytes.OVERHEAD_BYTES);
  }

  @Test
  void open_manyCallsWithoutBytes_areBoundedToo() {
    var other = all.open();

    assertThat(other.refused()).isTrue();
    assertThat(other.takeRequest(LIMIT + 1)).isFalse();
    other.left();
  }

  @Test
  void answer_isHeldUntilItHasLeft() {
    assertThat(call.takeRequest(100)).isTrue();
    call.serve();
    assertThat(call.answer(700)).isTrue();
    assertThat(call.answer(500)).isTrue();

    call.served();
    assertThat(all.bytes()).isEqualTo(InFlightBytes.OVERHEAD_BYTES + 500);

    call.left();
    assertThat(all.bytes()).isZero();
  }

  /** A caller that leaves does not free memory: a runner still has its tensors. */
  @Test
  void request_ofACallerThatIsGone_isHeldUntilItIsServed() {
    assertThat(call.takeRequest(100)).isTrue();
    call.serve();
    call.left();

    assertThat(all.bytes()).isEqualTo(InFlightBytes.OVERHEAD_BYTES + 100);
    assertThat(call.answer(50)).isTrue();

    call.served();
    assertThat(all.bytes()).isZero();
  }

  @Test
  void take_whenTheCallIsOver_takesNothing() {
    call.left();

    assertThat(call.takeRequest(1)).isFalse();
    assertThat(call.answer(1)).isFalse();
    assertThat(all.bytes()).isZero();
  }

  @Test
  void giveRequest_givesBackNoMoreThanIsHeld() {
    assertThat(call.takeRequest(100)).isTrue();

    call.giveRequest(1_000);

    assertThat(all.bytes()).isEqualTo(InFlightBytes.OVERHEAD_BYTES);
  }

  @Test
  void refused_tellsWhetherItWouldEverFit() {
    assertThat(call.takeRequest(1_000)).isTrue();

    assertThat(call.refused(4_000).never()).isFalse();
    assertThat(call.refused(4_001).never()).isTrue();
    assertThat(call.refused(4_001))
        .hasMessage("limits.inFlightBytes: 4001 bytes on top of 9192 (expected: at most 5000"
            + " together)");
  }

  @Test
  void another_isAnAccountOfItsOwn() {
    var all = new InFlightBytes(1 << 20);
    var stream = all.open();
    var message = stream.another();
    assertThat(message.takeRequest(1_000)).isTrue();

    stream.left();
    assertThat(all.bytes()).isEqualTo(InFlightBytes.OVERHEAD_BYTES + 1_000);
    message.left();

    assertThat(all.bytes()).isZero();
  }
}
