package dev.serin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.config.yaml.ParsedConfig;
import dev.serin.split.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitBlockTest {
  private static final String BLOCK = "{split: {1: 0.9, 2: 0.1}, stable: 1}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{split: {2: 0.1, 1: 0.9}, stable: 1}",
        "{stable: '1', split: {\"1\": '0.90', 2: 0.100}}",
        "{split: {1: 0.9, 2: 0.1, 3: 0}, stable: 1}",
        "\n    # a comment\n    split:\n      1: 0.9  # most\n      2: 0.1\n    stable: 1",
        "{split: {1: 0.9, 2: 0.1}, stable: 1, quality: {metric: reward}}"
      })
  void hash_sameMeaning_isTheSame(String block) {
    assertThat(block(block).hash()).isEqualTo(block(BLOCK).hash());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{split: {1: 0.9, 2: 0.1}}",
        "{split: {1: 0.9, 2: 0.1}, stable: 2}",
        "{split: {1: 0.9, 3: 0.1}, stable: 1}",
        "{split: {1: 0.90000000000000001, 2: 0.09999999999999999}, stable: 1}"
      })
  void hash_otherMeaning_differs(String block) {
    assertThat(block(block).hash()).isNotEqualTo(block(BLOCK).hash());
  }

  @Test
  void hash_staysTheSameAcrossReleases() {
    // printf 'split 1=0.9 2=0.1\nstable 1\n' | sha256sum
    assertThat(block(BLOCK).hash())
        .isEqualTo("b72995557b1f68bac52b6cb1908f1d2e1e9103214e1c9efcddb1ae63144ad238");
  }

  @Test
  void of_stableWithoutShare_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SplitBlock(Split.all(1), 2L));
  }

  private static SplitBlock block(String text) {
    var parsed =
        new ConfigFile(GatewayConfig.defaults(1)).parse("serin.yaml", "models:\n  m: " + text);
    assertThat(parsed).isInstanceOf(ParsedConfig.Valid.class);
    return ((ParsedConfig.Valid<GatewayConfig>) parsed)
        .config()
        .model("m")
        .split()
        .orElseThrow();
  }
}
