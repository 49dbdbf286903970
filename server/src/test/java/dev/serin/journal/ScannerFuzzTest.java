package dev.serin.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class ScannerFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void scan_anyBytes_areLinesOfSomeKind(byte[] bytes) {
    var scan = new Scanner(bytes).scan();

    long whole = scan.lines().stream()
        .filter(Line.Whole.class::isInstance)
        .mapToLong(line -> ((Line.Whole) line).bytes().length)
        .sum();
    assertThat(whole).isBetween(0L, bytes.length + 1L);
    assertThat(scan.damaged() == 0 || scan.damage().isPresent()).isTrue();
  }
}
