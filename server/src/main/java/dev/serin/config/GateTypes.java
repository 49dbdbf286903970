package dev.serin.config;

import dev.serin.config.yaml.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** The types of the values in the gates' block. */
final class GateTypes {
  static final ScalarType<Double> ALPHA =
      ScalarType.number("above 0, at most 0.2").where(alpha -> alpha > 0 && alpha <= 0.2);
  static final ScalarType<Double> POSITIVE =
      ScalarType.number("a number above 0").where(value -> value > 0);
  static final ScalarType<Double> BETWEEN =
      ScalarType.number("between 0 and 1").where(value -> value > 0 && value < 1);
  static final ScalarType<Double> BELOW_ONE =
      ScalarType.number("from 0, below 1").where(value -> value < 1);
  static final ScalarType<Double> RATIO =
      ScalarType.number("at least 1, below 1000000").where(ratio -> ratio >= 1 && ratio < 1e6);
  static final ScalarType<BigDecimal> PART = ScalarType.decimal("above 0, at most 1")
      .where(part -> part.signum() > 0 && part.compareTo(BigDecimal.ONE) <= 0);
  static final ScalarType<BigDecimal> QUANTILE = ScalarType.decimal("between 0 and 1, such as 0.95")
      .where(q -> q.signum() > 0 && q.compareTo(BigDecimal.ONE) < 0);

  /** Milliseconds, rounded up to whole nanoseconds. */
  static final ScalarType<Duration> MILLISECONDS = ScalarType.decimal(
          "a number of milliseconds above 0, at most 1000000, such as 50 or 2.5")
      .where(ms -> ms.signum() > 0 && ms.compareTo(BigDecimal.valueOf(1_000_000)) <= 0)
      .as(ms -> Duration.ofNanos(
          ms.movePointRight(6).setScale(0, RoundingMode.CEILING).longValueExact()));

  static final ScalarType<Duration> TIME = ScalarType.duration(Duration.ofDays(365));
  static final ScalarType<Duration> TIME_OR_NONE =
      ScalarType.durationFromZero(Duration.ofDays(365));

  private GateTypes() {}
}
