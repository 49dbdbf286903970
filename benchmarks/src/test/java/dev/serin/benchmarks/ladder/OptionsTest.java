package dev.serin.benchmarks.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.benchmarks.ladder.servers.Rung;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void of_nothing_isEverything() {
    var options = Options.of();

    assertThat(options.models()).containsExactly(Model.values());
    assertThat(options.choice().loads()).isTrue();
    assertThat(options.choice().raw()).isTrue();
    assertThat(options.rungs()).extracting(Rung::id).contains("L1", "L3:95/5", "triton");
  }

  @Test
  void of_rungsAndModels_areChosen() {
    var options =
        Options.of("--rungs", "L0,L2b,L3,L3:50/50", "--models", "mlp_m", "--seconds", "3");

    assertThat(options.rungs()).extracting(Rung::id).containsExactly("L2b", "L3:100/0", "L3:50/50");
    assertThat(options.choice().raw()).isTrue();
    assertThat(options.choice().loads()).isFalse();
    assertThat(options.models()).containsExactly(Model.MLP_M);
    assertThat(options.effort().seconds()).isEqualTo(3);
  }

  @Test
  void of_outputs_areKept() {
    var output =
        Options.of("--check", "--json", "a", "--picture", "b", "--readme").output();

    assertThat(output.check()).isTrue();
    assertThat(output.readme()).isTrue();
    assertThat(output.json()).contains(Path.of("a"));
    assertThat(output.picture()).contains(Path.of("b"));
  }

  @Test
  void of_unknownRung_saysWhatIsExpected() {
    assertThatThrownBy(() -> Options.of("--rungs", "L9"))
        .hasMessageStartingWith("rung: L9 (expected: one of L1, L2a, ");
  }

  @Test
  void of_unknownArgument_saysWhatIsExpected() {
    assertThatThrownBy(() -> Options.of("-quick"))
        .hasMessageStartingWith("-quick (expected: arguments: [--quick]");
  }
}
