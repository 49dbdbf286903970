package dev.serin.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LadderTest {
  @Test
  void run_shortRounds_printsEveryRung() throws Exception {
    var bytes = new ByteArrayOutputStream();

    new Ladder(0.2, 1, 8).run(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("echo ", "naive ", "serin 100/0 ", "serin 95/5 ", "serin 100/0 to naive: ");
  }
}
