package dev.serin.benchmarks.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchCountsTest {
  @Test
  void mean_ofAllVersions_betweenTwoReadings() {
    var before = BatchCounts.parse("serin_batch_rows_count 1\nserin_batch_rows_sum 1\n");
    var after = BatchCounts.parse("""
        # TYPE serin_batch_rows summary
        serin_batch_rows_count{model="m",version="1"} 3
        serin_batch_rows_sum{model="m",version="1"} 13
        serin_batch_rows_count{model="m",version="2"} 2
        serin_batch_rows_sum{model="m",version="2"} 4
        serin_batch_rows_max{model="m",version="2"} 2
        """);

    assertThat(before.mean(after)).hasValue(4);
  }

  @Test
  void mean_noSuchMetric_isEmpty() {
    var none = BatchCounts.parse("other 1\n");

    assertThat(none.mean(none)).isEmpty();
  }
}
