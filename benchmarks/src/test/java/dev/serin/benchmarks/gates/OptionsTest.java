package dev.serin.benchmarks.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void of_allArguments_areRead() {
    var options = Options.of(
        "--quick", "--seed", "7", "--threads", "3", "--only", "cost", "--paths", "p.csv");

    assertThat(options.quick()).isTrue();
    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.threads()).isEqualTo(3);
    assertThat(options.only()).contains("cost");
    assertThat(options.paths()).contains(Path.of("p.csv"));
  }

  @Test
  void of_unknownArgument_saysWhatIsExpected() {
    assertThatThrownBy(() -> Options.of("-quick"))
        .hasMessageContaining("-quick (expected: arguments: [--quick]");
  }

  @Test
  void of_missingValue_saysSo() {
    assertThatThrownBy(() -> Options.of("--seed")).hasMessageContaining("--seed: no value");
  }
}
