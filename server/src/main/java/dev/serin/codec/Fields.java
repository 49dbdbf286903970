package dev.serin.codec;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.serin.gate.Moment;
import dev.serin.split.Share;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Converts values that several messages have. Decimals are text, so that they stay exact. */
final class Fields {
  private Fields() {}

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /**
   * Returns a time by both clocks; one that was written before there were two is the same in both.
   */
  static Moment moment(Instant time, boolean given, long millis) {
    return given ? new Moment(time, millis) : Moment.of(time);
  }

  static Duration duration(java.time.Duration value) {
    return Duration.newBuilder()
        .setSeconds(value.getSeconds())
        .setNanos(value.getNano())
        .build();
  }

  static java.time.Duration duration(Duration value) {
    return java.time.Duration.ofSeconds(value.getSeconds(), value.getNanos());
  }

  static java.time.Duration duration(boolean given, Duration value, java.time.Duration missing) {
    return given ? duration(value) : missing;
  }

  static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  static Share share(String text) {
    return Share.parse(text);
  }

  static OptionalLong optional(boolean given, long value) {
    return given ? OptionalLong.of(value) : OptionalLong.empty();
  }

  static OptionalDouble optional(boolean given, double value) {
    return given ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  static <T> Optional<T> optional(boolean given, java.util.function.Supplier<T> value) {
    return given ? Optional.of(value.get()) : Optional.empty();
  }

  /** Returns the exception for an enum without a required value. */
  static IllegalArgumentException missing(String field) {
    return new IllegalArgumentException(
        field + ": missing (expected: one that this release knows)");
  }
}
