package dev.serin.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExceptionsTest {
  private final Exceptions exceptions = Exceptions.parse(
      List.of("# a comment", "random\tRANDOM\tit draws", "locale\tPLAIN_FAILS|EQUAL\tits locale"));

  @Test
  void read_committedTable_hasModels() {
    assertThat(Exceptions.read().names()).isNotEmpty();
  }

  @Test
  void complaint_acceptedOutcome_isNone() {
    assertThat(exceptions.complaint("other", new Result(Outcome.EQUAL, ""))).isEmpty();
    assertThat(exceptions.complaint("random", new Result(Outcome.RANDOM, ""))).isEmpty();
    assertThat(exceptions.complaint("locale", new Result(Outcome.PLAIN_FAILS, "")))
        .isEmpty();
    assertThat(exceptions.complaint("locale", new Result(Outcome.EQUAL, ""))).isEmpty();
  }

  @Test
  void complaint_failureOutsideTheTable_isReported() {
    assertThat(exceptions.complaint("other", new Result(Outcome.WRONG, "y: 1 (expected: 2)")))
        .hasValue("other: WRONG, y: 1 (expected: 2); conformance/exceptions.txt expects [EQUAL]");
  }

  @Test
  void complaint_staleException_isReported() {
    assertThat(exceptions.complaint("random", new Result(Outcome.EQUAL, "")))
        .hasValue("random: EQUAL; conformance/exceptions.txt expects [RANDOM]");
  }

  @Test
  void parse_badLines_areRefused() {
    assertRefused("a\tRANDOM", "'a\tRANDOM' (expected: a name, outcomes and a reason");
    assertRefused("a\tRANDOM\t ", "(expected: a name, outcomes and a reason");
    assertRefused("a\tNONE\tb", "NONE");
    assertThatThrownBy(() -> Exceptions.parse(List.of("a\tRANDOM\tb", "a\tRANDOM\tb")))
        .hasMessage("a: duplicate");
  }

  private static void assertRefused(String line, String reason) {
    assertThatThrownBy(() -> Exceptions.parse(List.of(line))).hasMessageContaining(reason);
  }
}
