package dev.serin.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.serin.access.Author;
import dev.serin.access.Principal;
import io.grpc.Context;
import org.junit.jupiter.api.Test;

class CallerIdentityTest {
  @Test
  void author_ofACall_isTheClaimedNameAndThePrincipal() throws Exception {
    var ada = new Principal("ada@example.com");

    var author = new CallerIdentity(ada).context().call(() -> CallerIdentity.author("grace"));

    assertThat(author).isEqualTo(new Author("grace", ada));
    assertThat(author).hasToString("grace");
  }

  /** A listener that identifies no callers must not offer changes. */
  @Test
  void author_noPrincipal_fails() {
    assertThatNullPointerException()
        .isThrownBy(() -> Context.ROOT.call(() -> CallerIdentity.author("grace")))
        .withMessage("principal");
  }
}
