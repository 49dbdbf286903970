package dev.serin.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class BatchLimitTest {
  private final RunTimes times = new RunTimes();
  private final BatchLimit limit = BatchLimit.of(FakePredictor.SIGNATURE);

  @Test
  void rows_beforeTheComparison_isOne() {
    runFull(100, rows -> 1_000);

    assertThat(limit.unchecked()).isTrue();
    assertThat(limit.rows()).isEqualTo(1);
  }

  @Test
  void rows_runsThatCostTheSameWhateverTheirSize_grow() {
    limit.checked(Optional.empty());

    runFull(1_000, rows -> 1_000);

    assertThat(limit.rows()).isEqualTo(BatchLimit.MOST_ROWS);
  }

  /** As a convolution over images. */
  @Test
  void rows_runsThatCostByTheRow_stayAlone() {
    limit.checked(Optional.empty());

    runFull(100, rows -> 1_000 * rows);

    assertThat(limit.rows()).isEqualTo(1);
  }

  /** As a hundred trees: from sixteen rows on they are shared out among threads. */
  @Test
  void rows_gainUpToASize_stopThere() {
    limit.checked(Optional.empty());

    runFull(1_000, rows -> rows <= 8 ? 5_000 + 1_000 * rows : 3_500 * rows);

    assertThat(limit.rows()).isEqualTo(8);
  }

  @Test
  void rows_oneBadMeasurement_isTriedAgain() {
    limit.checked(Optional.empty());
    runFull(20, rows -> rows == 2 ? 5_000 : 1_000);
    assertThat(limit.rows()).isEqualTo(1);

    runFull(5_000, rows -> 1_000);

    assertThat(limit.rows()).isGreaterThan(8);
  }

  @Test
  void rows_smallRuns_sayNothingAboutLargerOnes() {
    limit.checked(Optional.empty());
    runFull(20, rows -> 1_000);
    int before = limit.rows();

    for (int i = 0; i < 100; i++) {
      run(1, 1_000);
    }

    assertThat(limit.rows()).isEqualTo(before).isGreaterThan(1);
  }

  /** Callers that send three rows at a time are not left alone for want of smaller calls. */
  @Test
  void rows_callsOfSeveralRows_beginAtTheirSize() {
    limit.checked(Optional.empty());
    for (int i = 0; i < RunTimes.LEAST; i++) {
      run(3, 1_000);
    }
    assertThat(limit.rows()).isEqualTo(4);

    runFull(100, rows -> 1_000);

    assertThat(limit.rows()).isGreaterThan(16);
  }

  @Test
  void rows_largeOutputs_areBoundedByBytes() {
    limit.checked(Optional.empty());
    runFull(1_000, rows -> 1_000);

    limit.produced(4 * BatchLimit.MOST_BYTES, 32);
    assertThat(limit.rows()).isEqualTo(8);

    limit.produced(2 * BatchLimit.MOST_BYTES, 1);
    assertThat(limit.rows()).isEqualTo(1);
  }

  @Test
  void checked_difference_turnsItOff() {
    limit.checked(Optional.of("output y of a request differs when others share its run"));
    runFull(100, rows -> 1_000);

    assertThat(limit.off()).hasValue("output y of a request differs when others share its run");
    assertThat(limit.rows()).isEqualTo(1);
  }

  @Test
  void of_inputsThatCannotBeJoined_isOffAndSaysWhy() {
    assertThat(off(DataType.FP32, Shape.of(1, 4))).hasValue("the first dimension of input x is 1");
    assertThat(off(DataType.FP32, Shape.of())).hasValue("input x is a scalar");
    assertThat(off(DataType.STRING, Shape.of(-1))).hasValue("input x holds strings");
    assertThat(off(DataType.FP32, Shape.of(-1))).isEmpty();
    assertThat(off(DataType.FP32, Shape.ANY_SHAPE)).isEmpty();
    assertThat(BatchLimit.of(new Signature(List.of(), List.of())).off())
        .hasValue("it has no inputs");
  }

  private static Optional<String> off(DataType type, Shape shape) {
    return BatchLimit.of(new Signature(List.of(new TensorSpec("x", type, shape)), List.of()))
        .off();
  }

  /** Runs as many rows as the limit allows. */
  private void runFull(int runs, LongUnaryOperator nanosOfRows) {
    for (int i = 0; i < runs; i++) {
      run(limit.rows(), nanosOfRows.applyAsLong(limit.rows()));
    }
  }

  private void run(long rows, long nanos) {
    times.add(rows, nanos, nanos);
    limit.ran(rows, times);
  }
}
