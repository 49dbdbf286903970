package dev.serin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.client.Rollout.State;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTest {
  private static final Path FILES = Path.of("../models/demo");
  private static final List<Act> FIRST = Act.ALL.subList(0, 1);
  private static final Pace PACE = new Pace(3);

  @Test
  void play_patienceAtItsEnd_isNotRight() throws Exception {
    var options = new DemoOptions(FILES, 1, PACE, FIRST, Duration.ofSeconds(2));

    try (var demo = Demo.open(options, System::nanoTime)) {
      var performance = demo.play(new DemoListener() {});

      assertThat(performance.right()).isFalse();
      assertThat(performance.acts()).singleElement().satisfies(played -> {
        assertThat(played.rollout().state()).isIn(State.PREFLIGHT, State.RAMPING, State.PAUSED);
        assertThat(played.gate()).isEmpty();
      });
    }
  }

  @Test
  void play_actsAfterOneThatIsNotRight_areLeftOut() throws Exception {
    var options = new DemoOptions(FILES, 1, PACE, Act.ALL.subList(0, 2), Duration.ofSeconds(2));

    try (var demo = Demo.open(options, System::nanoTime)) {
      assertThat(demo.play(new DemoListener() {}).acts()).hasSize(1);
    }
  }

  @Test
  void close_twice_isTheSameAsOnce() throws Exception {
    var demo = Demo.open(DemoOptions.of(FILES, 1, PACE, FIRST), System::nanoTime);
    var address = demo.venue().data().split(":", -1);

    demo.close();
    demo.close();

    assertThatThrownBy(() -> new Socket(address[0], Integer.parseInt(address[1])).close())
        .isInstanceOf(ConnectException.class);
  }
}
