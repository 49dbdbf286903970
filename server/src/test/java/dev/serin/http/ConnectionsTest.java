package dev.serin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final long PATIENCE = Connections.PATIENCE.toNanos();

  private final List<String> closed = new ArrayList<>();
  private final Closeable first = () -> closed.add("first");
  private final Closeable second = () -> closed.add("second");
  private long nanos = -1;
  private final Connections connections = new Connections(() -> nanos);

  @BeforeEach
  void open() {
    connections.opened(first);
    connections.opened(second);
  }

  @Test
  void opened_upToTheMost_closesNone() {
    open(Connections.MOST - 2);

    assertThat(closed).isEmpty();
  }

  @Test
  void opened_oneMoreThanTheMost_closesTheOneThatWaitsForLongest() {
    connections.progressed(first);

    open(Connections.MOST - 1);

    assertThat(closed).containsExactly("second");
  }

  @Test
  void opened_afterAnotherClosed_closesNone() {
    connections.closed(second);

    open(Connections.MOST - 1);

    assertThat(closed).isEmpty();
  }

  @Test
  void tick_closesThoseWithoutProgressForTheirPatience() {
    nanos += 1;
    connections.progressed(second);
    nanos += PATIENCE - 2;
    connections.tick();
    assertThat(closed).isEmpty();

    nanos += 1;
    connections.tick();
    assertThat(closed).containsExactly("first");

    nanos += 1;
    connections.tick();
    assertThat(closed).containsExactly("first", "second");
  }

  @Test
  void progressed_afterItWasClosed_isNotOpenAgain() {
    connections.closed(first);
    connections.progressed(first);

    nanos += PATIENCE;
    connections.tick();

    assertThat(closed).containsExactly("second");
  }

  @Test
  void tick_oneThatCannotBeClosed_closesTheOthers() {
    connections.progressed(second);
    connections.closed(first);
    connections.opened(() -> {
      throw new IOException("gone");
    });
    connections.opened(first);

    nanos += PATIENCE;
    connections.tick();

    assertThat(closed).containsExactly("second", "first");
  }

  private void open(int count) {
    for (int i = 0; i < count; i++) {
      connections.opened(new Other(i));
    }
  }

  private record Other(int number) implements Closeable {
    @Override
    public void close() {
      throw new IllegalStateException("not the one that waits for longest: " + number);
    }
  }
}
