package dev.serin.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class ScannerFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void scan_anyBytes_areRevisionsAndThenDamage(byte[] bytes) {
    var scan = new Scanner(bytes).scan();

    assertThat(scan.length()).isBetween(0L, (long) bytes.length);
    assertThat(scan.damage().isEmpty()).isEqualTo(scan.length() == bytes.length);
  }
}
