package dev.serin.status;

import static dev.serin.status.CallRecords.failed;
import static dev.serin.status.CallRecords.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.model.Role;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionBookTest {
  private final VersionBook book = new VersionBook(0);

  @Test
  void finished_ofAnAnsweredCall_countsItAndItsTimes() {
    book.finished(ok(1, Role.STABLE, 1), 0);

    assertThat(book.calls()).isEqualTo(1);
    assertThat(book.endToEnd.read().p50()).isCloseTo(3, within(0.1));
    assertThat(book.queue.read().p50()).isCloseTo(1, within(0.1));
    assertThat(book.inference.read().p50()).isCloseTo(2, within(0.1));
  }

  @Test
  void finished_keepsTheCallersErrorsApart() {
    book.finished(failed(1, Role.STABLE, CallStatus.INTERNAL, Fault.VERSION), 0);
    book.finished(failed(1, Role.STABLE, CallStatus.RESOURCE_EXHAUSTED, Fault.GATEWAY), 0);
    book.finished(failed(1, Role.STABLE, CallStatus.CANCELLED, Fault.CALLER), 0);
    book.finished(failed(1, Role.STABLE, CallStatus.CANCELLED, Fault.CALLER), 0);

    assertThat(book.calls()).isEqualTo(4);
    assertThat(book.errors())
        .containsExactlyInAnyOrderEntriesOf(Map.of("INTERNAL", 1L, "RESOURCE_EXHAUSTED", 1L));
    assertThat(book.callerErrors()).containsExactlyEntriesOf(Map.of("CANCELLED", 2L));
  }

  @Test
  void finished_ofAFailedCall_isLeftOutOfTheLatencies() {
    book.finished(failed(1, Role.STABLE, CallStatus.INTERNAL, Fault.VERSION), 0);

    assertThat(book.endToEnd.read().count()).isZero();
  }

  @Test
  void turn_movesAllThreeWindows() {
    book.finished(ok(1, Role.STABLE, 1), 0);

    for (int turn = 0; turn < LatencyWindow.SLICES; turn++) {
      book.turn();
    }

    assertThat(book.endToEnd.read().count()).isZero();
    assertThat(book.queue.read().count()).isZero();
    assertThat(book.inference.read().count()).isZero();
    assertThat(book.calls()).isEqualTo(1);
  }
}
