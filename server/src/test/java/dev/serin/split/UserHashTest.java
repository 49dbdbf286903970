package dev.serin.split;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UserHashTest {

  @ParameterizedTest
  @CsvSource({
    "r-2025-01-fraud-v7, user-0, ac577462279ea285",
    "r-2025-01-fraud-v7, alice@example.com, 17dfc63383c8f06c",
    "r-2025-01-fraud-v7, \u7528\u6237, 5d6607e3bdccfcd1"
  })
  void of_goldenVector_isItsHash(String salt, String user, String hash) {
    assertThat(UserHash.hex(UserHash.of(salt, user))).isEqualTo(hash);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void of_publishedVector_isItsHash(String salt, String user, String hash) {
    assertThat(UserHash.hex(UserHash.of(salt, user))).isEqualTo(hash);
  }

  @Test
  void bucket_smallestHash_isZero() {
    assertThat(UserHash.bucket(0)).isZero();
  }

  @Test
  void bucket_largestHash_isBelowOne() {
    assertThat(UserHash.bucket(-1)).isLessThan(1).isGreaterThan(0.999999999999999);
  }

  @Test
  void bucket_highestBit_isAHalf() {
    assertThat(UserHash.bucket(Long.MIN_VALUE)).isEqualTo(0.5);
  }

  /** Lines of {@code salt,user,hash}, made with another tool; no field holds a comma. */
  static Stream<String[]> vectors() {
    try (var file = UserHashTest.class.getResourceAsStream("hash-vectors.csv")) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
