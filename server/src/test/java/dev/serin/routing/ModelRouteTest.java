package dev.serin.routing;

import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.judge.Recorder;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Predictor;
import dev.serin.model.Role;
import dev.serin.model.Signature;
import dev.serin.model.VersionId;
import dev.serin.split.Assignment;
import dev.serin.split.ForcedUsers;
import dev.serin.split.UserHash;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelRouteTest {
  /** Her number under this salt is 0.093. */
  private static final String LOW_USER = "alice@example.com";
  /** Its number under this salt is 0.673. */
  private static final String HIGH_USER = "user-0";

  private static final Assignment ASSIGNMENT =
      Assignment.all("r-2025-01-fraud-v7", 1).move(split("1=0.9 2=0.1"), 1);

  private final LoadedVersion one = loaded(1);
  private final LoadedVersion two = loaded(2);
  private final LoadedVersion three = loaded(3);
  private final ModelRoute route = route(Set.of(), Map.of(1L, one, 2L, two, 3L, three));

  @Test
  void route_noUser_isStable() {
    var answer = route.route(null);

    assertThat(answer.role()).isEqualTo(Role.STABLE);
    assertThat(answer.loaded()).contains(one);
    assertThat(answer.userHash()).isEmpty();
  }

  @Test
  void serving_isWhetherStableCanBeCalled() {
    assertThat(route.serving()).isTrue();
    assertThat(route(Set.of(), Map.of(2L, two)).serving()).isFalse();
  }

  @Test
  void publish_replacesAllRoutes() {
    var routing = new Routing();
    routing.publish(Map.of("digits", route));
    routing.publish(Map.of("other", route));

    assertThat(routing.models()).containsOnlyKeys("other");
    assertThat(routing.model("digits")).isEmpty();
  }

  @Test
  void route_userOfTheCanary_isCanary() {
    var answer = route.route(LOW_USER);

    assertThat(answer.role()).isEqualTo(Role.CANARY);
    assertThat(answer.version()).isEqualTo(2);
    assertThat(answer.loaded()).contains(two);
  }

  @Test
  void route_userOfStable_isStable() {
    assertThat(route.route(HIGH_USER).role()).isEqualTo(Role.STABLE);
  }

  @Test
  void route_user_carriesTheHash() {
    assertThat(route.route(LOW_USER).userHash())
        .hasValue(UserHash.of("r-2025-01-fraud-v7", LOW_USER));
  }

  @Test
  void route_userOfAnAbsentVersion_isStable() {
    var answer = route(Set.of(2L), Map.of(1L, one)).route(LOW_USER);

    assertThat(answer.role()).isEqualTo(Role.STABLE);
    assertThat(answer.version()).isEqualTo(1);
    // No hash has placed it there: it must not be compared with users of stable.
    assertThat(answer.userHash()).isEmpty();
  }

  @Test
  void leadsTo_thisLoadOnly() {
    var routed = route(Set.of(), Map.of(1L, one, 2L, two));

    assertThat(routed.leadsTo(two)).isTrue();
    assertThat(route(Set.of(2L), Map.of(1L, one)).leadsTo(two)).isFalse();
  }

  @Test
  void route_forcedToTheCanary_isCanaryWithoutHash() {
    var answer = forced(OptionalLong.of(2)).route(HIGH_USER);

    assertThat(answer)
        .isEqualTo(new Route(2, Role.CANARY, OptionalLong.empty(), Optional.of(two), true));
  }

  @Test
  void route_forcedToTheCanaryThatIsNone_isStableWithoutHash() {
    var answer = forced(OptionalLong.empty()).route(HIGH_USER);

    assertThat(answer)
        .isEqualTo(new Route(1, Role.STABLE, OptionalLong.empty(), Optional.of(one), true));
  }

  @Test
  void route_forcedToStable_isStableWithoutHash() {
    var answer = forced(OptionalLong.of(2)).route(LOW_USER);

    assertThat(answer)
        .isEqualTo(new Route(1, Role.STABLE, OptionalLong.empty(), Optional.of(one), true));
  }

  @Test
  void route_userInNoList_isNotForced() {
    var answer = forced(OptionalLong.of(2)).route("user-1");

    assertThat(answer.forced()).isFalse();
    assertThat(answer.userHash()).isPresent();
  }

  @Test
  void pinned_whateverTheLists_isPinned() {
    assertThat(forced(OptionalLong.of(2)).pinned(3))
        .contains(new Route(3, Role.PINNED, OptionalLong.empty(), Optional.of(three), false));
  }

  @Test
  void route_stableNotCallable_hasNothingLoaded() {
    assertThat(route(Set.of(), Map.of(2L, two)).route(HIGH_USER).loaded()).isEmpty();
  }

  @Test
  void pinned_versionWithoutShare_isPinned() {
    assertThat(route.pinned(3))
        .hasValueSatisfying(answer -> assertThat(answer.role()).isEqualTo(Role.PINNED));
  }

  @Test
  void pinned_stable_isPinned() {
    assertThat(route.pinned(1).map(Route::role)).contains(Role.PINNED);
  }

  @Test
  void pinned_unknownVersion_isNothing() {
    assertThat(route.pinned(4)).isEmpty();
  }

  @Test
  void serving_stableNotCallable_isFalse() {
    assertThat(route(Set.of(), Map.of(2L, two)).serving()).isFalse();
  }

  @Test
  void model_afterPublish_isTheNewRoute() {
    var routing = new Routing();

    routing.publish(Map.of("fraud", route));

    assertThat(routing.model("fraud")).contains(route);
    assertThat(routing.model("other")).isEqualTo(Optional.empty());
  }

  private static ModelRoute route(Set<Long> absent, Map<Long, LoadedVersion> versions) {
    return new ModelRoute(
        "fraud",
        7,
        1,
        ASSIGNMENT,
        absent,
        versions,
        Recorder.NONE,
        Optional.empty(),
        Optional.empty(),
        Forced.NONE);
  }

  /** The user of stable is forced to the canary, and that of the canary to stable. */
  private ModelRoute forced(OptionalLong canary) {
    var users = new ForcedUsers(Set.of(LOW_USER), Set.of(HIGH_USER));
    return new ModelRoute(
        "fraud",
        7,
        1,
        ASSIGNMENT,
        Set.of(),
        Map.of(1L, one, 2L, two, 3L, three),
        Recorder.NONE,
        Optional.empty(),
        Optional.empty(),
        new Forced(users, canary));
  }

  private static LoadedVersion loaded(long version) {
    return new LoadedVersion(new VersionId("fraud", version), "", new NoPredictor());
  }

  private static final class NoPredictor implements Predictor {
    @Override
    public Signature signature() {
      return new Signature(List.of(), List.of());
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
