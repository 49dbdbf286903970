package dev.serin.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.model.Role;
import dev.serin.split.Share;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldCallsTest {
  private static final List<Share> SHARES =
      List.of(Share.parse("0.05"), Share.parse("0.5"), Share.ONE);
  private static final int STEPS = 9_000;

  private final HeldCalls held = new HeldCalls();

  @Test
  void removeOldest_call_isThereWithAllItsParts() {
    held.add(SHARES.get(0), new Call(7, 1000, 0xab12, Role.CANARY, Result.OK, 2_345_678, false));

    assertThat(held.removeOldest())
        .isEqualTo(new Event(
            1000,
            "000000000000ab12",
            true,
            SHARES.get(0),
            2.345678,
            false,
            OptionalDouble.empty(),
            0,
            false,
            1));
  }

  @Test
  void label_beforeItsCall_cameAtOnce() {
    held.add(Share.ONE, Rows.call(1, 1000));

    held.label(Rows.label(1, 1000, 999, 0.5));

    assertThat(held.removeOldest().labelDelayMillis()).isZero();
  }

  @Test
  void oldest_state_isThatOfItsEnd() {
    held.add(Share.ONE, Rows.call(1, 1000, Result.PENDING));
    held.add(Share.ONE, Rows.call(2, 1000));
    assertThat(held.oldestIsPending()).isTrue();
    assertThat(held.oldestIsExcluded()).isFalse();

    held.end(Rows.call(1, 1000, Result.EXCLUDED));

    assertThat(held.oldestIsPending()).isFalse();
    assertThat(held.oldestIsExcluded()).isTrue();
  }

  /** The ring grows to about two thousand calls, and shrinks again. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anySequence_isAsInASimpleList(long seed) {
    var random = new Random(seed);
    var simple = new SimpleCalls();
    for (int step = 0; step < STEPS; step++) {
      boolean adds = random.nextDouble() < (step < STEPS / 2 ? 0.8 : 0.2);
      if (adds || simple.size() == 0) {
        var share = SHARES.get(random.nextInt(SHARES.size()));
        var call = call(step, random);
        simple.add(share, call);
        held.add(share, call);
      } else {
        assertThat(held.removeOldest())
            .as("seed %s, step %s", seed, step)
            .isEqualTo(simple.removeOldest());
      }
      var end = call(random.nextInt(step + 1), random);
      simple.end(end);
      held.end(end);
      var label = call(random.nextInt(step + 1), random);
      var told = Rows.label(label.id(), label.timeMillis(), 5_000 + step, random.nextDouble());
      assertThat(held.label(told)).as("seed %s, step %s", seed, step).isEqualTo(simple.label(told));
    }
    assertThat(held.size()).isEqualTo(simple.size());
  }

  /** Makes about three calls per millisecond, with unordered ids. */
  private static Call call(int number, Random random) {
    var results = Result.values();
    return new Call(
        number * 0x9e3779b97f4a7c15L,
        number / 3,
        number * 0x9e3779b97f4a7c15L,
        number % 2 == 0 ? Role.CANARY : Role.STABLE,
        results[random.nextInt(results.length)],
        random.nextInt(Integer.MAX_VALUE),
        random.nextBoolean());
  }
}
