package dev.serin.control;

import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.access.Author;
import dev.serin.gate.Moment;
import dev.serin.split.Assignment;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every {@link StateStore} does, over whatever it keeps its revisions in. */
public abstract class StateStoreContract {
  private static final Revision FIRST = revision("digits", 1);
  private static final Revision SECOND = revision("digits", 2);
  private static final Revision OTHER = revision("watch-next", 1);

  /** Returns a store that was never written to. */
  protected abstract StateStore empty() throws IOException;

  /** Returns the store that the next process opens, once this one was closed. */
  protected abstract StateStore reopened(StateStore closed) throws IOException;

  @Test
  void load_neverWritten_isEmptyWithoutDoubt() throws Exception {
    try (var store = empty()) {
      assertThat(store.load()).isEmpty();
      assertThat(store.doubt()).isEqualTo(Doubt.NONE);
    }
  }

  @Test
  void load_afterAppends_isAllModelsInTheirOrder() throws Exception {
    var store = loaded();
    store.append(FIRST, 0);
    store.append(OTHER, 0);
    store.append(SECOND, 1);

    assertThat(restarted(store).load()).containsExactly(FIRST, OTHER, SECOND);
  }

  @Test
  void append_anotherIsTheLast_isRefusedAndStoresNothing() throws Exception {
    var store = loaded();
    store.append(FIRST, 0);

    var conflict = conflict(store, revision("digits", 1), 0);

    assertThat(conflict.last()).isEqualTo(1);
    assertThat(conflict.expected()).isZero();
    assertThat(conflict).hasMessage("digits: revision 1 is the last one stored (expected: 0)");
    assertThat(restarted(store).load()).containsExactly(FIRST);
  }

  @Test
  void append_expectedIsNotStoredYet_isRefused() throws Exception {
    var conflict = conflict(loaded(), SECOND, 1);

    assertThat(conflict.last()).isZero();
    assertThat(conflict.expected()).isEqualTo(1);
  }

  @Test
  void append_afterAConflictWithTheRightOne_isStored() throws Exception {
    var store = loaded();
    store.append(FIRST, 0);
    conflict(store, SECOND, 0);

    store.append(SECOND, 1);

    assertThat(restarted(store).load()).containsExactly(FIRST, SECOND);
  }

  @Test
  void append_inTheNextProcess_expectsWhatTheLastOneStored() throws Exception {
    var store = loaded();
    store.append(FIRST, 0);
    var next = restarted(store);
    next.load();

    assertThat(conflict(next, FIRST, 0).last()).isEqualTo(1);
    next.append(SECOND, 1);
  }

  @Test
  void follow_appends_areDeliveredInOrderFromThenOn() throws Exception {
    var store = loaded();
    store.append(FIRST, 0);
    var one = new ArrayList<Revision>();
    var another = new ArrayList<Revision>();
    store.follow(one::add);
    store.follow(another::add);

    store.append(SECOND, 1);
    store.append(OTHER, 0);

    assertThat(one).containsExactly(SECOND, OTHER);
    assertThat(another).containsExactly(SECOND, OTHER);
  }

  @Test
  void follow_refusedAppend_isNotDelivered() throws Exception {
    var store = loaded();
    var delivered = new ArrayList<Revision>();
    store.follow(delivered::add);

    conflict(store, SECOND, 1);

    assertThat(delivered).isEmpty();
  }

  @Test
  void follow_closed_deliversNoMore() throws Exception {
    var store = loaded();
    var delivered = new ArrayList<Revision>();
    var following = store.follow(delivered::add);
    store.append(FIRST, 0);

    following.close();
    store.append(SECOND, 1);

    assertThat(delivered).containsExactly(FIRST);
  }

  private StateStore loaded() throws IOException {
    var store = empty();
    store.load();
    return store;
  }

  private StateStore restarted(StateStore store) throws IOException {
    store.close();
    return reopened(store);
  }

  private static RevisionConflictException conflict(
      StateStore store, Revision revision, long expected) {
    return catchThrowableOfType(
        RevisionConflictException.class, () -> store.append(revision, expected));
  }

  private static Revision revision(String model, long number) {
    return new Revision(
        model,
        number,
        split("1=1"),
        number == 1 ? Optional.empty() : Optional.of(split("1=1")),
        1,
        Assignment.all(model, 1),
        new TreeSet<>(),
        new TreeSet<>(Set.of(1L)),
        Moment.of(Instant.parse("2025-01-02T03:04:05Z")),
        Author.of("alice"),
        "because",
        "",
        Optional.empty(),
        /* unloaded= */ false);
  }
}
