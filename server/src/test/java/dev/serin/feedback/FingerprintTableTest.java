package dev.serin.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.feedback.id.Fingerprint;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FingerprintTableTest {
  private static final long SEED = 7;

  @Test
  void contains_randomFingerprints_agreesWithASet() {
    var random = new SplittableRandom(SEED);
    var table = new FingerprintTable();
    var set = new HashSet<Fingerprint>();

    for (int i = 0; i < 20_000; i++) {
      // Few different halves: many collide in a slot, and (0, 0) occurs.
      var fingerprint = new Fingerprint(random.nextInt(150), 2L * random.nextInt(150));
      assertThat(table.contains(fingerprint))
          .as("seed %d, step %d", SEED, i)
          .isEqualTo(set.contains(fingerprint));
      if (set.add(fingerprint)) {
        table.add(fingerprint);
      }
    }
  }

  @Test
  void bytes_full_staysWithinWhatWasAnnounced() {
    var random = new SplittableRandom(SEED);
    var table = new FingerprintTable();

    for (int i = 0; i < 10_000; i++) {
      long announced = Math.max(table.bytes(), table.growthBytes());
      table.add(new Fingerprint(random.nextLong(), random.nextLong()));
      assertThat(table.bytes()).isEqualTo(announced);
    }
    assertThat(table.bytes()).isEqualTo(16 * 16_384);
  }

  @Test
  void row_manyOfOneCall_allDiffer() {
    var call = new Fingerprint(3, 4);
    var table = new FingerprintTable();

    for (int row = 0; row < 100_000; row++) {
      assertThat(table.contains(call.row(row))).isFalse();
      table.add(call.row(row));
    }
  }
}
