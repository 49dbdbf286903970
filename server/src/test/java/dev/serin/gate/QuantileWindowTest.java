package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QuantileWindowTest {
  private final QuantileWindow p95 = new QuantileWindow(new BigDecimal("0.95"));
  private final QuantileWindow p99 = new QuantileWindow(new BigDecimal("0.99"));

  @Test
  void add_firstWindowOfP95_isFourHundredCalls() {
    add(p95, 1, 399);
    assertThat(p95.nanos()).isZero();

    assertThat(p95.add(400)).isTrue();
    assertThat(p95.nanos()).isEqualTo(380);
  }

  @Test
  void add_firstWindowOfP99_isTwoThousandCalls() {
    add(p99, 1, 1_999);
    assertThat(p99.nanos()).isZero();

    assertThat(p99.add(2_000)).isTrue();
    assertThat(p99.nanos()).isEqualTo(1_980);
  }

  @Test
  void add_firstWindowOfP999_isNoMoreThanTwoThousandCalls() {
    var p999 = new QuantileWindow(new BigDecimal("0.999"));
    add(p999, 1, 1_999);

    assertThat(p999.add(2_000)).isTrue();
    assertThat(p999.nanos()).isEqualTo(1_998);
  }

  @Test
  void add_rankThatIsNoWholeNumber_takesTheNextOne() {
    var q = new QuantileWindow(new BigDecimal("0.9551"));
    add(q, 1, 446);

    assertThat(q.nanos()).isEqualTo(426); // 0.9551 of 446 is 425.97.
  }

  @Test
  void add_laterWindow_isTwoThousandCalls() {
    add(p95, 1, 400);
    add(p95, 10_001, 1_999);
    assertThat(p95.nanos()).isEqualTo(380);

    assertThat(p95.add(12_000)).isTrue();
    assertThat(p95.nanos()).isEqualTo(11_900);
  }

  @Test
  void add_anyOrder_givesTheSame() {
    for (int i = 400; i > 0; i--) {
      p95.add(i);
    }

    assertThat(p95.nanos()).isEqualTo(380);
  }

  @Test
  void start_enoughBefore_givesTheFirstQuantile() {
    before(p95, 1, 400);
    before(p99, 1, 400);

    p95.start();
    p99.start();

    assertThat(p95.nanos()).isEqualTo(380);
    assertThat(p99.nanos()).isZero();
  }

  @Test
  void start_moreThanAWindowBefore_takesTheLast() {
    before(p95, 1, 2_500);

    p95.start();

    assertThat(p95.nanos()).isEqualTo(500 + 1_900);
  }

  @Test
  void start_enoughBefore_beginsAFullWindow() {
    before(p95, 1, 2_500);
    p95.start();
    add(p95, 10_001, 1_999);
    assertThat(p95.nanos()).isEqualTo(2_400);

    assertThat(p95.add(12_000)).isTrue();
  }

  @Test
  void add_tooFewBefore_goesOnWithThem() {
    before(p95, 1, 399);
    p95.start();

    assertThat(p95.add(400)).isTrue();
    assertThat(p95.nanos()).isEqualTo(380);
  }

  @Test
  void resume_knownQuantile_waitsForAFullWindow() {
    p95.resume(77);

    add(p95, 1, 1_999);

    assertThat(p95.nanos()).isEqualTo(77);
    assertThat(p95.add(2_000)).isTrue();
    assertThat(p95.nanos()).isEqualTo(1_900);
  }

  @Test
  void nanos_callsWithoutDuration_areOneNanosecond() {
    for (int i = 0; i < 400; i++) {
      p95.add(0);
    }

    assertThat(p95.nanos()).isEqualTo(1);
  }

  @Test
  void select_anyNumbers_isTheOneAtItsPlaceWhenSorted() {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new SplittableRandom(seed);
      int different = 1 + random.nextInt(1 << random.nextInt(20));
      var numbers = random.longs(1 + random.nextInt(60), 0, different).toArray();
      var sorted = numbers.clone();
      Arrays.sort(sorted);
      int place = random.nextInt(numbers.length);

      assertThat(QuantileWindow.select(numbers, numbers.length, place))
          .as("seed %d", seed)
          .isEqualTo(sorted[place]);
    }
  }

  @Test
  void select_sortedOrEqual_isTheOneAtItsPlace() {
    var up = LongStream.range(0, 2_000).toArray();
    var down = LongStream.range(0, 2_000).map(number -> 1_999 - number).toArray();
    var equal = new long[2_000];

    assertThat(QuantileWindow.select(up, 2_000, 1_899)).isEqualTo(1_899);
    assertThat(QuantileWindow.select(down, 2_000, 1_899)).isEqualTo(1_899);
    assertThat(QuantileWindow.select(equal, 2_000, 1_899)).isZero();
  }

  private static void add(QuantileWindow window, int from, int count) {
    for (int i = 0; i < count; i++) {
      window.add(from + i);
    }
  }

  private static void before(QuantileWindow window, int from, int count) {
    for (int i = 0; i < count; i++) {
      window.before(from + i);
    }
  }
}
