package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Prediction;
import dev.serin.client.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The users of the canary while its share rises and falls, over a real gateway. */
class StickyUsersTest {
  private static final int USERS = 2_000;
  private static final String CONFIG = "models:\n  digits:\n    split: {1: 1}\n";

  @TempDir
  Path folder;

  private TestGateway serin;

  @BeforeEach
  void start() throws Exception {
    serin = TestGateway.start(folder, CONFIG, 1, 2);
  }

  @AfterEach
  void stop() {
    serin.close();
  }

  @Test
  void split_canaryRaisedStepByStep_nobodyLeavesIt() throws Exception {
    var five = canaries("0.95", "0.05");
    var ten = canaries("0.9", "0.1");
    var quarter = canaries("0.75", "0.25");

    assertThat(five).isNotEmpty();
    assertThat(ten).containsAll(five).hasSizeGreaterThan(five.size());
    assertThat(quarter).containsAll(ten).hasSizeGreaterThan(ten.size());
  }

  @Test
  void split_canaryLowered_exactlyThoseOfTheLowerShareRemain() throws Exception {
    canaries("0.95", "0.05");
    var ten = canaries("0.9", "0.1");
    canaries("0.75", "0.25");

    assertThat(canaries("0.9", "0.1")).isEqualTo(ten);
  }

  @Test
  void restart_everybodyGetsTheVersionOfBefore() throws Exception {
    canaries("0.75", "0.25");
    canaries("0.9", "0.1");
    var before = served();

    serin.close();
    serin = TestGateway.start(folder);

    assertThat(served()).isEqualTo(before);
  }

  /** Sets a split and returns the users who get version 2 under it. */
  private Set<Integer> canaries(String stable, String canary) throws Exception {
    var revision = serin.split(Map.of(1L, stable, 2L, canary));
    var predictions = Crowd.predict(serin.client(), USERS);
    var users = new TreeSet<Integer>();
    for (int user = 0; user < USERS; user++) {
      var prediction = predictions.get(user);
      assertThat(prediction.revision()).isEqualTo(revision.revision());
      if (prediction.role() == Role.CANARY) {
        assertThat(prediction.version()).isEqualTo(2);
        users.add(user);
      }
    }
    return users;
  }

  /** The versions that the users get, in the order of the users. */
  private List<Long> served() throws Exception {
    return Crowd.predict(serin.client(), USERS).stream()
        .map(Prediction::version)
        .toList();
  }
}
