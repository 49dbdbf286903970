package dev.serin.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.FakeGateway;
import dev.serin.cli.console.Console;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinAdmin;
import dev.serin.v1.Rollout.State;
import dev.serin.v1.RolloutServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveScreenTest {
  private static final String CLEAR_BELOW = "\u001b[J";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private FakeGateway gateway;
  private SerinAdmin admin;
  private long nanos;

  @BeforeEach
  void start() throws IOException {
    gateway = new FakeGateway();
    admin = SerinAdmin.connect(gateway.address());
  }

  @AfterEach
  void stop() {
    admin.close();
    gateway.close();
  }

  @Test
  void show_secondTime_isDrawnOverTheFirst() {
    try (var screen = screen(Map.of())) {
      screen.show(ramping());
      later(200);
      screen.show(paused());

      assertThat(terminal(200).text())
          .isEqualTo(String.join("\n", RolloutScreen.lines(plain(), paused())) + "\n");
    }
  }

  @Test
  void show_fewerLinesThanBefore_leavesNothingBehind() {
    try (var screen = screen(Map.of())) {
      screen.show(paused());
      later(200);
      screen.show(ramping());

      assertThat(terminal(200).text()).doesNotContain("paused").contains("next   50 %");
    }
  }

  @Test
  void show_soonAfterTheLastDrawing_isNotDrawn() {
    try (var screen = screen(Map.of())) {
      screen.show(ramping());
      later(199);
      screen.show(paused());

      assertThat(text()).containsOnlyOnce(CLEAR_BELOW);
    }
  }

  @Test
  void end_afterAStatusThatWasNotDrawn_leavesThatStanding() {
    try (var screen = screen(Map.of())) {
      screen.show(ramping());
      screen.show(paused());
      screen.end();
    }

    assertThat(terminal(200).text()).contains("Paused(MANUAL)").doesNotContain("Ramping");
    assertThat(terminal(200).usual()).isTrue();
  }

  @Test
  void show_narrowTerminalOfKnownWidth_losesNothing() {
    try (var screen = screen(Map.of("COLUMNS", "40"))) {
      screen.show(ramping());
      later(200);
      screen.show(ramping());

      assertThat(terminal(40).text().lines())
          .hasSizeGreaterThan(5)
          .allSatisfy(line -> assertThat(line).hasSizeLessThan(41))
          .startsWith("digits  rollout #3  Ramping  step 3/5");
      assertThat(terminal(40).text()).contains("(margin -2.0)");
    }
  }

  @Test
  void show_narrowTerminalOfUnknownWidth_takesOneRowForEachLine() {
    try (var screen = screen(Map.of())) {
      screen.show(ramping());
      later(200);
      screen.show(ramping());

      assertThat(terminal(40).text().lines()).hasSize(5);
    }
  }

  @Test
  void end_narrowTerminal_leavesWholeLinesStanding() {
    try (var screen = screen(Map.of("COLUMNS", "40"))) {
      screen.show(ramping());
      screen.end();
    }

    assertThat(terminal(40).text().replace("\n", ""))
        .contains("actual 24.8 %      00:02:10", "(margin -2.0)");
    assertThat(terminal(40).usual()).isTrue();
  }

  @Test
  void show_terminalWithFewRows_drawsNoMoreThanThere() {
    try (var screen = screen(Map.of("LINES", "4"))) {
      screen.show(ramping());
      later(200);
      screen.show(ramping());

      assertThat(terminal(200).text().lines()).hasSize(3);
    }
  }

  @Test
  void close_withoutEnd_givesTheTerminalBack() {
    try (var screen = screen(Map.of())) {
      screen.show(ramping());
      assertThat(terminal(200).usual()).isFalse();
    }

    assertThat(terminal(200).usual()).isTrue();
    assertThat(terminal(200).text()).contains("Ramping");
  }

  @Test
  void show_afterTheEnd_drawsNothing() {
    var screen = screen(Map.of());
    screen.close();
    var before = text();

    screen.show(ramping());
    screen.remark("hm");
    screen.end();

    assertThat(text()).isEqualTo(before);
  }

  @Test
  void remark_always_standsBelowTheLastStatus() {
    try (var screen = screen(Map.of())) {
      screen.show(ramping());
      screen.remark("the gateway does not answer");

      assertThat(terminal(200).text()).endsWith("(bake)\nthe gateway does not answer\n");
    }
  }

  private void later(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
  }

  private LiveScreen screen(Map<String, String> environment) {
    return LiveScreen.open(console(environment), () -> nanos);
  }

  private Console console(Map<String, String> environment) {
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Console.of(stream, stream, environment, true);
  }

  private Console plain() {
    return console(Map.of("NO_COLOR", "1"));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private FakeTerminal terminal(int width) {
    return new FakeTerminal(width).write(text());
  }

  private RolloutStatus ramping() {
    return status(RolloutAnswers.RAMPING);
  }

  private RolloutStatus paused() {
    return status(RolloutAnswers.in(State.PAUSED, "MANUAL").build());
  }

  private RolloutStatus status(dev.serin.v1.RolloutStatus answer) {
    gateway.answer(RolloutServiceGrpc.getGetMethod(), answer);
    return admin.rollout("digits");
  }
}
