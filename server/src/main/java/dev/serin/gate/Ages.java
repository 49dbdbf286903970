package dev.serin.gate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The ages by which labels are compared: those in one bucket only with each other. */
final class Ages {
  private static final List<Integer> PARTS_OF_THIRTY = List.of(1, 2, 5, 10, 20, 30);
  private static final BigDecimal THIRTY = BigDecimal.valueOf(30);

  private final long[] ends;
  private final boolean strict;

  Ages(GateSettings.Quality settings) {
    long horizon = settings.labelHorizon().toMillis();
    ends = PARTS_OF_THIRTY.stream().mapToLong(part -> end(horizon, part)).toArray();
    strict = settings.strict();
  }

  int count() {
    return ends.length;
  }

  /** The bucket that ends at the horizon. */
  int last() {
    return ends.length - 1;
  }

  /** The highest age in a bucket, in milliseconds. */
  long end(int bucket) {
    return ends[bucket];
  }

  /** How long after the end of its cohort a bucket is compared, in milliseconds. */
  long closes(int bucket) {
    return ends[strict ? last() : bucket];
  }

  /** The bucket of an age, or the number of buckets if it is above the horizon. */
  int bucket(long millis) {
    int bucket = 0;
    while (bucket < ends.length && millis > ends[bucket]) {
      bucket++;
    }
    return bucket;
  }

  private static long end(long horizon, int part) {
    return BigDecimal.valueOf(horizon)
        .multiply(BigDecimal.valueOf(part))
        .divide(THIRTY, 0, RoundingMode.FLOOR)
        .longValueExact();
  }
}
