package dev.serin.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.feedback.Outcome;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.stats.ConfidenceSequence;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** Adds up the outcomes of one version in one role. Thread-safe. */
final class QualityTally {
  private static final int DIGITS = 2;

  private final long startMillis;
  private final LongAdder rows = new LongAdder();
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Histogram lagMillis = new Histogram(DIGITS);

  @GuardedBy("lock")
  private double losses;

  @GuardedBy("lock")
  private long labels;

  /** The {@link #labels} whose predictions {@link #rows} has counted. */
  @GuardedBy("lock")
  private long labelsSinceStart;

  QualityTally(long startMillis) {
    this.startMillis = startMillis;
  }

  void predicted(long count) {
    rows.add(count);
  }

  void accept(Outcome outcome) {
    synchronized (lock) {
      labels++;
      losses += outcome.loss();
      lagMillis.recordValue(Math.max(0, outcome.labelMillis() - outcome.predictionMillis()));
      if (outcome.predictionMillis() >= startMillis) {
        labelsSinceStart++;
      }
    }
  }

  Quality read(QualitySettings settings) {
    synchronized (lock) {
      long predicted = rows.sum();
      double coverage = predicted == 0 ? 0 : Math.min(1, (double) labelsSinceStart / predicted);
      var lag = Duration.ofMillis(labels == 0 ? 0 : lagMillis.getValueAtPercentile(50));
      var metric = settings.metric().configName();
      if (labels == 0) {
        return new Quality(metric, 0, coverage, lag, Double.NaN, Double.NaN, Double.NaN);
      }
      var interval = ConfidenceSequence.of(losses, labels);
      double first = settings.value(interval.low());
      double last = settings.value(interval.high());
      return new Quality(
          metric,
          labels,
          coverage,
          lag,
          settings.value(losses / labels),
          Math.min(first, last),
          Math.max(first, last));
    }
  }
}
