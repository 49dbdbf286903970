package dev.serin.benchmarks.ladder.rungs;

import java.util.concurrent.atomic.LongAdder;

/** How many rows and how many batches were run. Thread-safe. */
final class BatchSizes {
  private final LongAdder rows = new LongAdder();
  private final LongAdder batches = new LongAdder();

  void add(int size) {
    rows.add(size);
    batches.increment();
  }

  /** Returns the counts since the start, as the summary in Prometheus' text format. */
  String text() {
    return "serin_batch_rows_count " + batches.sum() + "\nserin_batch_rows_sum " + rows.sum()
        + "\n";
  }
}
