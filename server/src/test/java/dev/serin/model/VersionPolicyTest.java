package dev.serin.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionPolicyTest {
  private static final List<Long> VERSIONS = List.of(10L, 2L, 9L);

  @Test
  void choose_all_areAll() {
    assertThat(new VersionPolicy.All().choose(VERSIONS)).containsExactly(2L, 9L, 10L);
  }

  @Test
  void choose_latest_areTheHighestNumbers() {
    assertThat(new VersionPolicy.Latest(2).choose(VERSIONS)).containsExactly(9L, 10L);
    assertThat(new VersionPolicy.Latest(4).choose(VERSIONS)).containsExactly(2L, 9L, 10L);
  }

  @Test
  void choose_specific_areThoseThatExist() {
    assertThat(new VersionPolicy.Specific(Set.of(2L, 3L)).choose(VERSIONS)).containsExactly(2L);
  }
}
