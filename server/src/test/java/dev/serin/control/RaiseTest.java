package dev.serin.control;

import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.access.Author;
import dev.serin.gate.Moment;
import dev.serin.split.Assignment;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RaiseTest {

  /** A split, stable, and an absent version or 0, before and after. */
  @ParameterizedTest
  @CsvSource({
    "1=0.9 2=0.1, 1, 0, 1=0.8 2=0.2, 1, 0, true",
    "1=0.9 2=0.1, 1, 0, 1=0.95 2=0.05, 1, 0, false",
    "1=0.9 2=0.1, 1, 0, 1=0.9 2=0.1, 1, 0, false",
    "1=0.9 2=0.1, 1, 0, 1=0.9 2=0.1, 2, 0, true",
    "1=0.9 2=0.1, 1, 0, 1=1, 1, 0, false",
    "1=0.9 2=0.1, 1, 0, 2=1, 2, 0, true",
    "1=0.6 2=0.2 3=0.2, 1, 0, 1=0.6 2=0.1 3=0.3, 1, 0, true",
    "1=0.6 2=0.2 3=0.2, 1, 0, 1=0.7 2=0.1 3=0.2, 1, 0, false",
    "1=0.9 2=0.1, 1, 0, 1=0.9 2=0.1, 1, 2, false",
    "1=0.9 2=0.1, 1, 2, 1=0.9 2=0.1, 1, 0, true",
    "1=0.9 2=0.1, 1, 2, 1=0.95 2=0.05, 1, 0, true",
    "1=0.9 2=0.1, 1, 2, 1=0.8 2=0.2, 1, 2, false"
  })
  void between_change_isARaiseIfAnyoneMovesIntoACanary(
      String split,
      long stable,
      long absent,
      String nextSplit,
      long nextStable,
      long nextAbsent,
      boolean raise) {
    var before = revision(split, stable, absent);
    var after = revision(nextSplit, nextStable, nextAbsent);

    assertThat(Raise.between(before, after)).isEqualTo(raise);
  }

  private static Revision revision(String split, long stable, long absent) {
    return new Revision(
        "digits",
        1,
        split(split),
        Optional.empty(),
        stable,
        Assignment.all("digits", stable).move(split(split), stable),
        new TreeSet<>(absent == 0 ? Set.of() : Set.of(absent)),
        new TreeSet<>(),
        Moment.of(Instant.EPOCH),
        Author.GATEWAY,
        "",
        "",
        Optional.empty(),
        /* unloaded= */ false);
  }
}
