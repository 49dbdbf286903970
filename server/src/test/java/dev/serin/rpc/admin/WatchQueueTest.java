package dev.serin.rpc.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.rpc.FakeObserver;
import dev.serin.v1.SplitRevision;
import io.grpc.Status;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WatchQueueTest {
  private static final int MOST_WAITING = 1_000;

  private final FakeObserver<SplitRevision> caller = new FakeObserver<>();
  private final WatchQueue<SplitRevision> queue = new WatchQueue<>(caller);

  @Test
  void add_whileTheCallerReads_isSentAtOnce() {
    caller.room = 1;

    add(1, 1);

    assertThat(caller.sent).extracting(SplitRevision::getRevision).containsExactly(1L);
  }

  @Test
  void add_whileTheCallerDoesNotRead_waitsAndKeepsTheOrder() {
    add(1, 3);
    assertThat(caller.sent).isEmpty();

    caller.room = 2;
    queue.drain();
    caller.room = 5;
    add(4, 4);

    assertThat(caller.sent).extracting(SplitRevision::getRevision).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void add_ofMoreThanTheCallerMayLeaveUnread_endsTheWatch() {
    add(1, MOST_WAITING);
    assertThat(caller.errors).isEmpty();

    add(MOST_WAITING + 1, MOST_WAITING + 2);
    caller.room = 5;
    queue.drain();

    assertThat(caller.errors).containsExactly(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(caller.sent).isEmpty();
  }

  @Test
  void offer_whileTheCallerReads_isSent() {
    caller.room = 1;

    queue.offer(message(1));

    assertThat(caller.sent).hasSize(1);
  }

  @Test
  void offer_whileTheCallerDoesNotRead_isMissed() {
    queue.offer(message(1));
    caller.room = 1;
    queue.drain();

    assertThat(caller.sent).isEmpty();
  }

  @Test
  void complete_whileSomethingWaits_comesAfterIt() {
    add(1, 1);
    queue.complete();
    assertThat(caller.completed).isFalse();

    caller.room = 1;
    queue.drain();

    assertThat(caller.sent).hasSize(1);
    assertThat(caller.completed).isTrue();
  }

  @Test
  void add_afterComplete_isNotSent() {
    caller.room = 5;
    queue.complete();

    add(1, 1);

    assertThat(caller.sent).isEmpty();
  }

  @Test
  void fail_always_endsWithTheErrorOnce() {
    add(1, 1);

    queue.fail(Status.INTERNAL);
    queue.fail(Status.INTERNAL);
    queue.complete();

    assertThat(caller.errors).containsExactly(Status.Code.INTERNAL);
    assertThat(caller.completed).isFalse();
  }

  @Test
  void end_sendsNothingMore() {
    add(1, 2);
    queue.end();
    caller.room = 5;

    queue.drain();
    add(3, 3);

    assertThat(caller.sent).isEmpty();
  }

  private void add(long first, long last) {
    LongStream.rangeClosed(first, last).mapToObj(WatchQueueTest::message).forEach(queue::add);
  }

  private static SplitRevision message(long number) {
    return SplitRevision.newBuilder().setRevision(number).build();
  }
}
