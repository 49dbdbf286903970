package dev.serin.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.TensorSpec;
import java.util.Optional;

/*
 * What a batch gains depends on the model: a row of a large dense model costs a tenth in a run of
 * sixteen, a row of a convolution costs the same. So the limit starts at one row and doubles while
 * the processor time of a row falls by at least a twentieth. Where it does not, the limit goes back
 * to the size before, and is tried once more after many runs: one bad measurement must not cost a
 * version its batches for good.
 */

/**
 * How many rows of a version's requests may share a run. It is learnt while the version serves, and
 * is 1 for good if the rows of one request change the answer to another.
 *
 * <p>Thread-safe.
 */
public final class BatchLimit {
  /** The most rows of a run, whatever they gain. */
  public static final int MOST_ROWS = 1_024;

  /** The most bytes of the inputs of a run that requests share, and of its outputs. */
  public static final long MOST_BYTES = 16 << 20;

  /** A doubling is kept if a row costs at most this part of what it did. */
  private static final double GAIN = 0.95;

  /** After so many full runs a doubling that gained nothing is tried again. */
  private static final int PATIENCE = 2_000;

  private final Object lock = new Object();
  private volatile String reason;
  private volatile boolean checked;
  private volatile int rows = 1;
  private volatile long outputBytes;

  /** How many full runs ago the limit stopped growing; negative while it grows. */
  @GuardedBy("lock")
  private int settled = -1;

  private BatchLimit(String reason) {
    this.reason = reason;
  }

  /** Returns the limit of a version that has not run yet. */
  public static BatchLimit of(Signature signature) {
    return new BatchLimit(signature.inputs().stream()
        .flatMap(input -> unfit(input).stream())
        .findFirst()
        .orElse(signature.inputs().isEmpty() ? "it has no inputs" : ""));
  }

  private static Optional<String> unfit(TensorSpec input) {
    if (input.type() == DataType.STRING) {
      return Optional.of("input " + input.name() + " holds strings");
    }
    if (!input.shape().hasRank()) {
      return Optional.empty();
    }
    if (input.shape().rank() == 0) {
      return Optional.of("input " + input.name() + " is a scalar");
    }
    return input.shape().size(0) == Shape.ANY
        ? Optional.empty()
        : Optional.of("the first dimension of input " + input.name() + " is "
            + input.shape().size(0));
  }

  /** Why no requests share a run; empty if they do, or may once they were compared. */
  public Optional<String> off() {
    var why = reason;
    return why.isEmpty() ? Optional.empty() : Optional.of(why);
  }

  /** Whether rows of several requests were compared with runs of each, and agreed. */
  public boolean passed() {
    return checked && reason.isEmpty();
  }

  /** Whether the comparison is still to be made. */
  public boolean unchecked() {
    return !checked && reason.isEmpty();
  }

  /** Records the comparison of shared with single runs: the difference, or none. */
  public void checked(Optional<String> difference) {
    difference.ifPresent(this::turnOff);
    checked = true;
  }

  /** Lets no requests share a run from now on. */
  public void turnOff(String why) {
    reason = why;
    rows = 1;
  }

  /**
   * The most rows of a run that are worth it and whose outputs are not too large, as far as is
   * known; 1 before the comparison.
   */
  public int rows() {
    long fit = MOST_BYTES / Math.max(1, outputBytes);
    return passed() ? (int) Math.max(1, Math.min(rows, fit)) : 1;
  }

  /** Notes the size of the outputs of a run. */
  public void produced(long bytes, long ofRows) {
    outputBytes = bytes / Math.max(1, ofRows);
  }

  /**
   * Learns from a run that has been added to the version's times.
   *
   * @param ran the rows that shared the run
   */
  public void ran(long ran, RunTimes times) {
    int limit = rows;
    // Only runs of the current size say whether to go on.
    if (!passed() || limit >= MOST_ROWS || ran <= limit / 2) {
      return;
    }
    synchronized (lock) {
      if (settled >= 0) {
        settled++;
        if (settled > PATIENCE) {
          settled = -1;
          rows = Math.min(MOST_ROWS, rows * 2);
          times.forget(rows);
        }
      } else {
        grow(ran, times);
      }
    }
  }

  @GuardedBy("lock")
  private void grow(long ran, RunTimes times) {
    var now = times.nanosPerRow(rows);
    if (now.isEmpty()) {
      // Callers whose requests all have more rows give the size to begin with.
      if (ran > rows && times.nanosPerRow(ran).isPresent()) {
        rows = (int) Math.min(MOST_ROWS, Long.highestOneBit(ran - 1) << 1);
      }
      return;
    }
    var before = rows == 1 ? now : times.nanosPerRow(rows / 2);
    if (rows == 1 || before.isEmpty() || now.getAsDouble() <= GAIN * before.getAsDouble()) {
      rows = Math.min(MOST_ROWS, rows * 2);
    } else {
      rows /= 2;
      settled = 0;
    }
  }
}
