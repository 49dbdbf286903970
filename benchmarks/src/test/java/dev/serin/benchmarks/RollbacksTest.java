package dev.serin.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class RollbacksTest {
  @Test
  void run_oneRollback_printsItsTimes() throws Exception {
    var bytes = new ByteArrayOutputStream();

    new Rollbacks(1, 8).run(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("1 rollbacks, ", "from verdict to last call arrived ", "swap of the routing ");
  }
}
