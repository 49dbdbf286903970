package dev.serin.rpc.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.v1.SplitRevision;
import io.grpc.Status;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RevisionWatchTest {
  private static final int MOST_WAITING = 1_000;

  private final FakeObserver<SplitRevision> caller = new FakeObserver<>();
  private final RevisionWatch watch = new RevisionWatch(caller);

  @Test
  void accept_whileTheCallerReads_isSentAtOnce() {
    caller.room = 1;

    watch.accept(TestRevisions.numbered(1));

    assertThat(caller.sent).extracting(SplitRevision::getRevision).containsExactly(1L);
  }

  @Test
  void accept_whileTheCallerDoesNotRead_waitsAndKeepsTheOrder() {
    accept(1, 3);
    assertThat(caller.sent).isEmpty();

    caller.room = 2;
    watch.drain();
    caller.room = 5;
    accept(4, 4);

    assertThat(caller.sent).extracting(SplitRevision::getRevision).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void accept_ofMoreThanTheCallerMayLeaveUnread_endsTheWatch() {
    accept(1, MOST_WAITING);
    assertThat(caller.errors).isEmpty();

    accept(MOST_WAITING + 1, MOST_WAITING + 2);
    caller.room = 5;
    watch.drain();

    assertThat(caller.errors).containsExactly(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(caller.sent).isEmpty();
  }

  @Test
  void end_sendsNothingMore() {
    accept(1, 2);
    watch.end();
    caller.room = 5;

    watch.drain();
    accept(3, 3);

    assertThat(caller.sent).isEmpty();
  }

  private void accept(long first, long last) {
    LongStream.rangeClosed(first, last).mapToObj(TestRevisions::numbered).forEach(watch::accept);
  }
}
