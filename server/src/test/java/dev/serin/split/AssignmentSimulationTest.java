package dev.serin.split;

import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The versions that a million users get. */
class AssignmentSimulationTest {
  private static final int USERS = 1_000_000;
  private static final String SALT = "digits";
  private static final long[] HASHES =
      LongStream.range(0, USERS).map(user -> UserHash.of(SALT, "user-" + user)).toArray();

  private final Assignment start = Assignment.all(SALT, 1);

  @ParameterizedTest
  @CsvSource({"0.999, 0.001", "0.99, 0.01", "0.95, 0.05", "0.5, 0.5"})
  void versionOf_millionUsers_sharesAreWithinThreeSigma(String stable, String canary) {
    var moved = start.move(split("1=" + stable + " 2=" + canary), 1);
    double share = Double.parseDouble(canary);
    double sigma = Math.sqrt(USERS * share * (1 - share));

    long users =
        LongStream.of(HASHES).filter(hash -> moved.versionOf(hash) == 2).count();

    assertThat((double) users).isCloseTo(USERS * share, within(3 * sigma));
  }

  @Test
  void versionOf_canaryRaisedStepByStep_noUserLeavesIt() {
    var steps = new String[] {"1=0.999 2=0.001", "1=0.95 2=0.05", "1=0.5 2=0.5", "2=1"};
    var before = start;
    for (var step : steps) {
      var next = split(step);
      var after = before.move(next, next.stable(null, 1L));
      assertThat(leavers(before, after, 2)).isZero();
      before = after;
    }
  }

  @Test
  void versionOf_oneOfThreeRaised_noUserOfTheOtherMoves() {
    var before = start.move(split("1=0.7 2=0.1 3=0.2"), 1);
    var after = before.move(split("1=0.5 2=0.3 3=0.2"), 1);

    assertThat(leavers(before, after, 3) + leavers(after, before, 3)).isZero();
  }

  private static long leavers(Assignment before, Assignment after, long version) {
    return LongStream.of(HASHES)
        .filter(hash -> before.versionOf(hash) == version && after.versionOf(hash) != version)
        .count();
  }
}
