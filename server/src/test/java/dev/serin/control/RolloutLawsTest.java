package dev.serin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.Seeds;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.StateName;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Laws 6, 7 and 11: whatever comes of people, files, gates, disks, checks, versions and crashes, in
 * whatever order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutLawsTest {
  private static final int STEPS = 100;

  /** It looked at nothing else in the look in which it began. */
  private static final long DOUBT_AT_THE_START = 1170;

  /** What was in doubt about a rollout was put down to the next one. */
  private static final long DOUBT_HEARD_LATE = 1256;

  private final Set<String> met = new TreeSet<>();

  static LongStream seeds() {
    return LongStream.concat(
        Seeds.from0(300, 600), LongStream.of(DOUBT_AT_THE_START, DOUBT_HEARD_LATE));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void step_anySequence_keepsTheLaws(long seed) {
    var world = new RolloutWorld(seed);
    for (int step = 0; step < STEPS; step++) {
      world.step();
    }
    met.addAll(world.met());
  }

  /** Every transition of the list happens, and no other. */
  @AfterAll
  void step_allSequences_makeEachTransition() {
    var legal = Arrays.stream(StateName.values())
        .flatMap(from -> from.next().stream().map(to -> from + " to " + to))
        // No journal is repaired here.
        .filter(pair -> !pair.equals("PREFLIGHT to PAUSED"))
        .toList();

    assertThat(met.stream().filter(name -> name.contains(" to ")))
        .containsExactlyInAnyOrderElementsOf(legal);
  }

  /** The laws are worth as much as what they are tried on. */
  @AfterAll
  void step_allSequences_comeAcrossEverything() {
    assertThat(met)
        .containsAll(Arrays.stream(PauseReason.values()).map(Enum::name).toList())
        .contains("PREFLIGHT", "SHADOW", "RAMPING", "PROMOTED")
        .contains("COMPLETED", "ROLLED_BACK", "REJECTED")
        .contains("TICK raises", "CHECK raises", "RESUME raises")
        .contains("ADVANCE raises", "ADVANCE insisting raises")
        .contains("PROMOTE raises", "PROMOTE insisting raises")
        .contains("SET insisting raises", "raised without a rollout")
        .contains("harm", "harm on a full disk", "repeated")
        .contains("clean restart", "first crash", "second crash", "crash heard late")
        .contains("raises after UNCLEAN_RESTART")
        .contains("slow", "slow again", "ends by itself: SERVICE_SLOWDOWN");
  }
}
