package dev.serin.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.config.yaml.ParsedConfig;
import dev.serin.split.ForcedUsers;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForcedUsersSectionTest {
  private static final String USER = " (expected: a user id of 1 to 256 bytes)";

  private final ConfigFile file = new ConfigFile(GatewayConfig.defaults(1));

  @Test
  void parse_bothLists_areRead() {
    assertThat(forced("{forceStable: [owner, 007], forceCanary: ['tester one', \u7528\u6237]}"))
        .isEqualTo(new ForcedUsers(Set.of("owner", "007"), Set.of("tester one", "\u7528\u6237")));
  }

  @Test
  void parse_noOrEmptyLists_forceNobody() {
    assertThat(forced("{split: {1: 1}}")).isEqualTo(ForcedUsers.NONE);
    assertThat(forced("{forceStable: [], forceCanary: []}")).isEqualTo(ForcedUsers.NONE);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {forceStable: [a, b], forceCanary: [c, b]} | 2:45: forceCanary: b is in forceStable too (expected: in one list)
      {forceCanary: [a, a]}                      | 2:24: forceCanary: a: duplicate
      {forceStable: [a, '']}                     | 2:24: forceStable: nothing (expected: a user id of 1 to 256 bytes)
      {forceStable: [[a]]}                       | 2:21: forceStable: a list (expected: a user id of 1 to 256 bytes)
      {forceStable: alice}                       | 2:20: forceStable: alice (expected: a list)
      {forceCanari: [a]}                         | 2:7: forceCanari: unknown key (did you mean forceCanary?)
      """)
  void parse_mistake_isToldWithItsPlace(String block, String problem) {
    assertThat(problems(block)).isEqualTo("serin.yaml:" + problem);
  }

  @Test
  void parse_userOfAsManyBytesAsMayBe_isRead() {
    assertThat(forced("{forceStable: [" + "x".repeat(256) + "]}").stable()).hasSize(1);
    assertThat(forced("{forceStable: [" + "\u00fc".repeat(128) + "]}").stable()).hasSize(1);
  }

  @Test
  void parse_userThatIsTooLong_isRefused() {
    assertThat(problems("{forceStable: [" + "x".repeat(257) + "]}")).contains("forceStable: xxx");
    assertThat(problems("{forceStable: [" + "\u00fc".repeat(129) + "]}")).endsWith(USER);
  }

  @Test
  void parse_asManyUsersAsMayBe_areRead() {
    assertThat(forced("{forceCanary: " + users(10_000) + "}").canary()).hasSize(10_000);
  }

  @Test
  void parse_tooManyUsers_areRefusedOnce() {
    assertThat(problems("{forceCanary: " + users(10_001) + "}"))
        .isEqualTo("serin.yaml:2:20: forceCanary: 10001 users (expected: at most 10000)");
  }

  @Test
  void forcedChanged_anotherList_namesTheModel() {
    var before = config("{forceCanary: [a]}");

    assertThat(before.forcedChanged(config("{forceCanary: [a, b]}"))).containsExactly("m");
    assertThat(before.forcedChanged(config("{forceCanary: [a], split: {1: 1}}")))
        .isEmpty();
    assertThat(before.restartNeeded(config("{forceStable: [a]}"))).isEmpty();
  }

  private static String users(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "user-" + number)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private ForcedUsers forced(String block) {
    return config(block).model("m").forced();
  }

  private GatewayConfig config(String block) {
    var parsed = parse(block);
    assertThat(parsed).isInstanceOf(ParsedConfig.Valid.class);
    return ((ParsedConfig.Valid<GatewayConfig>) parsed).config();
  }

  private String problems(String block) {
    var parsed = parse(block);
    assertThat(parsed).isInstanceOf(ParsedConfig.Invalid.class);
    return ((ParsedConfig.Invalid<GatewayConfig>) parsed)
        .problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  private ParsedConfig<GatewayConfig> parse(String block) {
    return file.parse("serin.yaml", "models:\n  m: " + block);
  }
}
