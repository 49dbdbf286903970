package dev.serin.benchmarks.ladder.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private final Rows rows = new Rows();

  @Test
  void all_closeToTheCeiling_reachesThatTarget() {
    add(100, 86, 20);

    assertThat(target("L3 / L2b on lr16").isMissed()).isFalse();
    assertThat(target("L3 / naive on lr16").isMissed()).isFalse();
  }

  @Test
  void all_farFromTheCeiling_missesThatTarget() {
    add(100, 84, 20);

    var missed = target("L3 / L2b on lr16");

    assertThat(missed.isMissed()).isTrue();
    assertThat(missed.text()).isEqualTo("MISSED  L3 / L2b on lr16: 0.84 (expected: at least 0.85)");
  }

  @Test
  void all_peerOfTwoVariants_isTheFaster() {
    rows.add(Made.row(Made.serin("100/0"), 1, 100, 1));
    rows.add(Made.row(Made.rung("triton"), 1, 10, 1));
    rows.add(Made.row(Made.rung("triton-2"), 1, 25, 1));

    assertThat(target("L3 / triton-2 on lr16").isMissed()).isTrue();
  }

  @Test
  void all_nothingMeasured_missesNone() {
    assertThat(new Targets(rows, 64).all())
        .isNotEmpty()
        .noneMatch(Target::isMissed)
        .allMatch(target -> target.text().startsWith("not measured"));
  }

  @Test
  void all_tailTooLongAtModestLoad_missesThatTarget() {
    var cell = Cell.open("L3", "100/0", "mlp_m", 60);
    rows.add(new Row(
        cell,
        1,
        1,
        new Row.Cpu(1, 0, 0, 0),
        new Row.Latency(100, 301, 400),
        java.util.OptionalDouble.empty(),
        0));

    assertThat(target("p99 / p50 of L3 at 60 % on mlp_m").isMissed()).isTrue();
  }

  private void add(double batched, double serin, double naive) {
    rows.add(Made.row(Made.rung("L2b"), 1, batched, 1));
    rows.add(Made.row(Made.serin("100/0"), 1, serin, 1));
    rows.add(Made.row(Made.rung("naive"), 1, naive, 1));
  }

  private Target target(String what) {
    List<Target> all = new Targets(rows, 64).all();
    return all.stream().filter(each -> each.what().equals(what)).findFirst().orElseThrow();
  }
}
