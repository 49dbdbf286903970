package dev.serin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Terms;
import dev.serin.model.Role;
import dev.serin.rollout.LivePlan;
import dev.serin.routing.Route;
import dev.serin.split.ForcedUsers;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What users get whom the configuration names. */
class ForcedRoutesTest {
  private final Lists lists = new Lists();
  private final Gateway gateway = new Gateway(
          new MemoryStore().state(),
          () -> Instant.parse("2025-01-02T03:04:05Z"),
          RevisionListener.NONE,
          new RolloutPorts(
              lists, Trials.NONE, SlowerCalls.NONE, Preflights.NONE, () -> "r", () -> 0))
      .ready(1)
      .start()
      .ready(2, 3);

  @Test
  void forceCanary_noCanary_isStable() {
    assertRoute("tester", 1, Role.STABLE);
  }

  @Test
  void forceCanary_twoCanaries_isTheNewest() {
    gateway.set("1=0.98 2=0.01 3=0.01");

    assertRoute("tester", 3, Role.CANARY);
  }

  @Test
  void forceCanary_canaryOlderThanStable_isTheCanary() {
    gateway.force("3=1");
    gateway.force("2=0.1 3=0.9");

    assertRoute("tester", 2, Role.CANARY);
  }

  @Test
  void forceCanary_shareTakenBack_isStableAtOnce() {
    gateway.set("1=0.9 2=0.1");
    assertRoute("tester", 2, Role.CANARY);

    gateway.set("1=1");

    assertRoute("tester", 1, Role.STABLE);
  }

  @Test
  void forceCanary_absentCanary_isStable() {
    gateway.set("1=0.9 2=0.1");

    gateway.remove(2);

    assertThat(gateway.revision().absent()).contains(2L);
    assertRoute("tester", 1, Role.STABLE);
  }

  @Test
  void forceStable_userOfTheCanary_isStable() {
    gateway.force("1=0.000000000000000001 2=0.999999999999999999");

    assertRoute("owner", 1, Role.STABLE);
  }

  @Test
  void applyFile_otherLists_areInForceAtOnceAndAreNoRevision() {
    gateway.set("1=0.9 2=0.1");
    var before = gateway.revision();
    lists.users = new ForcedUsers(Set.of("tester"), Set.of("owner"));

    gateway.apply();

    assertRoute("tester", 1, Role.STABLE);
    assertRoute("owner", 2, Role.CANARY);
    assertThat(gateway.revision()).isEqualTo(before);
  }

  private void assertRoute(String user, long version, Role role) {
    assertThat(gateway.route().route(user))
        .returns(version, Route::version)
        .returns(role, Route::role)
        .returns(true, Route::forced);
  }

  /** A configuration that says nothing but who is forced. */
  private static final class Lists implements Plans {
    private ForcedUsers users = new ForcedUsers(Set.of("owner"), Set.of("tester"));

    @Override
    public Optional<LivePlan> plan(String model) {
      return Optional.empty();
    }

    @Override
    public Terms terms(String model) {
      return Plans.NONE.terms(model);
    }

    @Override
    public ForcedUsers forced(String model) {
      return users;
    }
  }
}
