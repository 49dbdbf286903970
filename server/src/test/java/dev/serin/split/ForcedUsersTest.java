package dev.serin.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.split.ForcedUsers.Named;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForcedUsersTest {
  private final ForcedUsers users = new ForcedUsers(Set.of("owner"), Set.of("tester"));

  @Test
  void list_ofAUser_isTheOneThatNamesIt() {
    assertThat(users.list("owner")).contains(Named.FORCE_STABLE);
    assertThat(users.list("tester")).contains(Named.FORCE_CANARY);
    assertThat(users.list("Tester")).isEmpty();
  }

  @Test
  void isEmpty_noUserAtAll_isTrue() {
    assertThat(ForcedUsers.NONE.isEmpty()).isTrue();
    assertThat(new ForcedUsers(Set.of("owner"), Set.of()).isEmpty()).isFalse();
    assertThat(new ForcedUsers(Set.of(), Set.of("tester")).isEmpty()).isFalse();
  }

  @Test
  void of_userInBothLists_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ForcedUsers(Set.of("a", "b"), Set.of("b")))
        .withMessage("b: in both lists (expected: in one)");
  }
}
