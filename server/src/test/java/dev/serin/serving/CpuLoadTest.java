package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuLoadTest {
  private final AtomicLong nanos = new AtomicLong(Long.MIN_VALUE);
  private final AtomicInteger reads = new AtomicInteger();
  private double load = 0.7;
  private final CpuLoad cpu = new CpuLoad(this::read, nanos::get);

  @Test
  void above_limit_isMoreThanIt() {
    assertThat(cpu.above(0.69)).isTrue();
    assertThat(cpu.above(0.7)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN})
  void above_notKnown_isFalse(double unknown) {
    load = unknown;

    assertThat(cpu.above(0.1)).isFalse();
  }

  @Test
  void above_askedOften_readsOncePerPeriod() {
    for (int i = 0; i < 10; i++) {
      cpu.above(0.5);
      nanos.addAndGet(CpuLoad.PERIOD_NANOS / 5);
    }

    assertThat(reads).hasValue(2);
  }

  private double read() {
    reads.incrementAndGet();
    return load;
  }
}
