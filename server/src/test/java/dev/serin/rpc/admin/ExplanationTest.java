package dev.serin.rpc.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.judge.Recorder;
import dev.serin.routing.Forced;
import dev.serin.routing.ModelRoute;
import dev.serin.rpc.UserId;
import dev.serin.split.Assignment;
import dev.serin.split.ForcedUsers;
import dev.serin.split.Share;
import dev.serin.split.Split;
import dev.serin.split.UserHash;
import dev.serin.v1.ExplainResponse;
import dev.serin.v1.ExplainResponse.ForcedBy;
import dev.serin.v1.Role;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final String SALT = "r-2025-01-fraud-v7";
  private static final Assignment HALVES = Assignment.all(SALT, 1)
      .move(Split.of(Map.of(1L, Share.parse("0.5"), 2L, Share.parse("0.5"))), 1);

  @Test
  void of_tellsSaltHashAndBucket() {
    var explained = Explanation.of(route(Set.of()), "user-0");

    assertThat(explained.getSalt()).isEqualTo(SALT);
    assertThat(explained.getHash()).isEqualTo("ac577462279ea285");
    assertThat(explained.getBucket()).isEqualTo(UserHash.bucket(0xac577462279ea285L));
    assertThat(explained.getRevision()).isEqualTo(7);
  }

  @Test
  void why_ofAUserOfStable() {
    var explained = Explanation.of(route(Set.of()), "user-0");

    assertThat(explained.getVersion()).isEqualTo(1);
    assertThat(explained.getRole()).isEqualTo(Role.STABLE);
    assertThat(explained.getWhy())
        .isEqualTo("bucket " + explained.getBucket()
            + " lies in [0.5, 1), which version 1 owns; it is stable");
  }

  @Test
  void why_ofAUserOfTheCanary() {
    var explained = ofTheCanary(Set.of());

    assertThat(explained.getVersion()).isEqualTo(2);
    assertThat(explained.getRole()).isEqualTo(Role.CANARY);
    assertThat(explained.getWhy())
        .endsWith(
            "lies in [0, 0.5), which version 2 owns; it is a canary beside stable," + " version 1");
  }

  @Test
  void why_ofAUserWhoseVersionIsAbsent() {
    var explained = ofTheCanary(Set.of(2L));

    assertThat(explained.getVersion()).isEqualTo(1);
    assertThat(explained.getRole()).isEqualTo(Role.STABLE);
    assertThat(explained.getWhy())
        .endsWith("which version 2 owns; it is not ready, so stable, version 1, answers");
  }

  @Test
  void why_ofAUserInNoList_namesNone() {
    assertThat(Explanation.of(route(Set.of()), "user-0").getForcedBy())
        .isEqualTo(ForcedBy.NOT_FORCED);
  }

  @Test
  void why_ofAUserForcedToTheCanary_namesTheList() {
    var explained = Explanation.of(forced(OptionalLong.of(2)), "tester");

    assertThat(explained.getVersion()).isEqualTo(2);
    assertThat(explained.getRole()).isEqualTo(Role.CANARY);
    assertThat(explained.getForcedBy()).isEqualTo(ForcedBy.FORCE_CANARY);
    assertThat(explained.getWhy())
        .isEqualTo(
            "forced by models.m.forceCanary to the canary, version 2, beside stable, version 1");
  }

  @Test
  void why_ofAUserForcedToACanaryThatIsNone_saysThatStableAnswers() {
    var explained = Explanation.of(forced(OptionalLong.empty()), "tester");

    assertThat(explained.getVersion()).isEqualTo(1);
    assertThat(explained.getForcedBy()).isEqualTo(ForcedBy.FORCE_CANARY);
    assertThat(explained.getWhy())
        .isEqualTo("forced by models.m.forceCanary; no canary can be called, so stable,"
            + " version 1, answers");
  }

  @Test
  void why_ofAUserForcedToStable_namesTheList() {
    var explained = Explanation.of(forced(OptionalLong.of(2)), "owner");

    assertThat(explained.getVersion()).isEqualTo(1);
    assertThat(explained.getRole()).isEqualTo(Role.STABLE);
    assertThat(explained.getForcedBy()).isEqualTo(ForcedBy.FORCE_STABLE);
    assertThat(explained.getWhy()).isEqualTo("forced by models.m.forceStable to stable, version 1");
  }

  @Test
  void list_longestUser_isTheLongestUserIdOfACall() {
    assertThat(ForcedUsers.MAX_USER_BYTES).isEqualTo(UserId.MAX_BYTES);
  }

  @Test
  void of_aUserIdThatIsTooLong_isRefused() {
    assertThatThrownBy(() -> Explanation.of(route(Set.of()), "x".repeat(257)))
        .hasMessageContaining("user id: 257 bytes (expected: at most 256)");
  }

  private static ExplainResponse ofTheCanary(Set<Long> absent) {
    var user = IntStream.range(0, 100)
        .mapToObj(i -> "user-" + i)
        .filter(id -> HALVES.versionOf(UserHash.of(SALT, id)) == 2)
        .findFirst()
        .orElseThrow();
    return Explanation.of(route(absent), user);
  }

  private static ModelRoute forced(OptionalLong canary) {
    var users = new ForcedUsers(Set.of("owner"), Set.of("tester"));
    return new ModelRoute(
        "m",
        7,
        1,
        HALVES,
        Set.of(),
        Map.of(),
        Recorder.NONE,
        Optional.empty(),
        Optional.empty(),
        new Forced(users, canary));
  }

  private static ModelRoute route(Set<Long> absent) {
    return new ModelRoute(
        "m",
        7,
        1,
        HALVES,
        absent,
        Map.of(),
        Recorder.NONE,
        Optional.empty(),
        Optional.empty(),
        Forced.NONE);
  }
}
