package dev.serin.benchmarks.ladder.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.benchmarks.ladder.report.Row.Figure;
import org.junit.jupiter.api.Test;

class RowsTest {
  private final Rows rows = new Rows();

  @Test
  void ratio_pairsRounds_andTakesTheMedian() {
    for (int round = 1; round <= 3; round++) {
      rows.add(Made.row(Made.rung("L2b"), round, 100 * round, 1));
      rows.add(Made.row(Made.serin("100/0"), round, 50 * round * round, 1));
    }

    assertThat(rows.ratio(Made.serin("100/0"), Made.rung("L2b"), Figure.RPS)).hasValue(1);
  }

  @Test
  void ratio_roundOfOneOnly_isLeftOut() {
    rows.add(Made.row(Made.rung("L2b"), 1, 100, 1));
    rows.add(Made.row(Made.serin("100/0"), 2, 50, 1));

    assertThat(rows.ratio(Made.serin("100/0"), Made.rung("L2b"), Figure.RPS)).isEmpty();
  }

  @Test
  void median_evenNumberOfRounds_isTheMiddle() {
    rows.add(Made.row(Made.rung("L1"), 1, 100, 1));
    rows.add(Made.row(Made.rung("L1"), 2, 300, 1));

    assertThat(rows.median(Made.rung("L1"), Figure.RPS)).hasValue(200);
  }

  @Test
  void json_readBack_isTheSame() {
    rows.add(Made.row(Made.rung("L2b"), 1, 100, 1));
    rows.add(Made.row(Cell.open("L3", "95/5", "mlp_m", 60), 1, 50, 7));

    assertThat(Json.read(Json.write(rows.all())).all()).isEqualTo(rows.all());
  }

  @Test
  void picture_namesEachRung() {
    rows.add(Made.row(Made.rung("L2b"), 1, 100, 1));
    rows.add(Made.row(Made.serin("95/5"), 1, 50, 1));

    assertThat(new Picture(rows, 64).svg()).contains(">lr16<", ">L2b<", ">L3 95/5<", ">50<");
  }

  @Test
  void tables_otherLoads_haveTheirOwn() {
    rows.add(Made.row(Made.rung("L2b"), 1, 100, 1));
    rows.add(Made.row(Made.serin("100/0"), 1, 50, 1));
    rows.add(Made.row(Cell.open("L3", "100/0", "lr16", 60), 1, 30, 1));

    assertThat(new Tables(rows, 64).text())
        .contains("| L3 100/0 | 50 |  | 0.50 |", "| L3 100/0 | 60 % | 30 |");
  }

  @Test
  void readme_replacesOnlyBetweenTheMarks() {
    var page = "a\n<!-- ladder: begin -->\nold\n<!-- ladder: end -->\nb\n";

    assertThat(Readme.replace(page, "new"))
        .isEqualTo("a\n<!-- ladder: begin -->\n\nnew\n\n<!-- ladder: end -->\nb\n");
  }
}
