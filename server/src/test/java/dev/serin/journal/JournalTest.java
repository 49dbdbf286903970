package dev.serin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.serin.Seeds;
import dev.serin.control.Revision;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalTest {
  private static final List<Revision> HISTORY = Histories.six();
  private static final byte[] BYTES = Histories.bytes(HISTORY);
  private static final int LAST_LINE = BYTES.length - Histories.line(HISTORY.get(5)).length;

  private final MemoryStorage storage = new MemoryStorage(new byte[0]);
  private final Journal journal = Histories.journal(storage);

  @Test
  void load_afterAppends_isTheSame() throws Exception {
    journal.load();
    for (var revision : HISTORY) {
      journal.append(revision, revision.number() - 1);
    }

    assertThat(load(storage.read())).isEqualTo(HISTORY);
  }

  @Test
  void append_revision_isOneLineOfChecksumAndJson() throws Exception {
    journal.load();

    journal.append(HISTORY.get(1), 0);

    assertThat(new String(storage.read(), UTF_8))
        .matches("[0-9a-f]{8} \\{\"format\":1,[^\\n]*\"folder\"[^\\n]*}\\n"
            + "[0-9a-f]{8} \\{\"format\":1,\"serin\":\"development\",\"revision\":\\{[^\\n]*}\\n")
        .contains("\"split\":[{\"version\":\"1\",\"share\":\"0.9\"},")
        .contains("\"intervals\":[{\"low\":\"0.1\",\"high\":\"1\"}]");
  }

  /** A line that lacks only its line break was written, and counts. */
  @Test
  void load_everyBytePrefix_isAPrefixOfTheHistory() throws IOException {
    for (int length = 0; length <= BYTES.length; length++) {
      var prefix = Arrays.copyOf(BYTES, length);
      boolean lacksALineBreak = length < BYTES.length && BYTES[length] == '\n';
      int whole =
          (int) IntStream.range(0, length).filter(i -> prefix[i] == '\n').count()
              + (lacksALineBreak ? 1 : 0);

      assertThat(load(prefix))
          .as("%d bytes", length)
          .isEqualTo(HISTORY.subList(0, Math.max(0, whole - 1)));
    }
  }

  /** A decision that is complete on disk is kept. */
  @Test
  void load_lastLineLacksItsLineBreak_countsAndIsMended() throws IOException {
    var lacking = new MemoryStorage(Arrays.copyOf(BYTES, BYTES.length - 1));

    assertThat(Histories.journal(lacking).load()).isEqualTo(HISTORY);
    assertThat(lacking.read()).isEqualTo(BYTES);
  }

  @Test
  void append_afterEveryBytePrefix_isWhole() throws Exception {
    for (int length = LAST_LINE; length < BYTES.length - 1; length++) {
      var cut = new MemoryStorage(Arrays.copyOf(BYTES, length));
      var torn = Histories.journal(cut);
      torn.load();

      torn.append(HISTORY.get(5), 5);

      assertThat(load(cut.read())).as("%d bytes", length).isEqualTo(HISTORY);
    }
  }

  @Test
  void load_zerosAtTheEnd_areCutOff() throws IOException {
    assertThat(load(Arrays.copyOf(BYTES, BYTES.length + 100_000))).isEqualTo(HISTORY);
  }

  @Test
  void load_lineDamagedInTheMiddle_isRefusedWithTheCommandThatRepairsIt() {
    var damaged = BYTES.clone();
    damaged[Histories.begun().length + 20] ^= 1;

    assertThatIOException()
        .isThrownBy(() -> load(damaged))
        .withMessage("state/revisions.journal:2 does not match its checksum (expected: a whole"
            + " journal; restore it from a backup, or `./serin journal repair state` removes"
            + " damaged lines and takes users off candidates)");
  }

  /**
   * The last line is then joined to the one before it, and the two look like one damaged last line.
   */
  @Test
  void load_lineBreakBeforeTheLastLineDamaged_isRefused() {
    var damaged = BYTES.clone();
    damaged[LAST_LINE - 1] ^= 1;

    assertThatIOException()
        .isThrownBy(() -> load(damaged))
        .withMessageContaining(":6 does not match its checksum");
  }

  @Test
  void load_lineMissing_isRefused() {
    var gap = Histories.bytes(List.of(HISTORY.get(0), HISTORY.get(2)));

    assertThatIOException()
        .isThrownBy(() -> load(gap))
        .withMessageContaining(":3 is digits revision 3 (expected: 2)");
  }

  @Test
  void load_textThatIsNoRevision_isRefused() {
    var text = Lines.encode("{\"model\":\"digits\"}".getBytes(UTF_8));

    assertThatIOException()
        .isThrownBy(() -> load(text))
        .withMessageContaining(":1 is not a record that this release can read");
  }

  static LongStream seeds() {
    return Seeds.from0(100, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_bitFlippedBeforeTheLastLine_isRefused(long seed) {
    var flipped = flip(new Random(seed).nextInt(LAST_LINE * 8));

    assertThatIOException().isThrownBy(() -> load(flipped));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_bitFlippedInTheLastLine_isRefused(long seed) {
    int bits = (BYTES.length - LAST_LINE) * 8;
    var flipped = flip(LAST_LINE * 8 + new Random(seed).nextInt(bits));

    assertThatIOException().isThrownBy(() -> load(flipped));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void append_diskTakesAPart_keepsWhatWasAcknowledged(long seed) throws Exception {
    var random = new Random(seed);
    journal.load();
    journal.append(HISTORY.get(0), 0);
    storage.space(random.nextInt(Histories.line(HISTORY.get(1)).length));
    assertThatIOException()
        .isThrownBy(() -> journal.append(HISTORY.get(1), 1))
        .withMessage("state/revisions.journal could not be written: No space left on device");
    storage.space(Integer.MAX_VALUE);

    journal.append(HISTORY.get(1), 1);
    storage.crash(random);

    assertThat(load(storage.read())).isEqualTo(HISTORY.subList(0, 2));
  }

  @Test
  void append_diskTakesAPart_isCutOffAtOnce() throws Exception {
    journal.load();
    journal.append(HISTORY.get(0), 0);
    storage.space(50);

    assertThatIOException().isThrownBy(() -> journal.append(HISTORY.get(1), 1));

    assertThat(storage.read()).isEqualTo(Histories.bytes(HISTORY.subList(0, 1)));
  }

  @Test
  void append_neitherWrittenNorCutOff_isCutOffBeforeTheNext() throws Exception {
    journal.load();
    journal.append(HISTORY.get(0), 0);
    storage.space(50);
    storage.failTruncate(true);
    assertThatIOException().isThrownBy(() -> journal.append(HISTORY.get(1), 1));
    storage.space(Integer.MAX_VALUE);
    storage.failTruncate(false);

    journal.append(HISTORY.get(1), 1);

    assertThat(load(storage.read())).isEqualTo(HISTORY.subList(0, 2));
  }

  @Test
  void append_notForced_isRefused() throws Exception {
    journal.load();
    storage.failForce(true);

    assertThatIOException().isThrownBy(() -> journal.append(HISTORY.get(0), 0));

    assertThat(storage.read()).isEqualTo(Histories.begun());
  }

  @Test
  void append_acknowledged_survivesACrash() throws Exception {
    journal.load();
    journal.append(HISTORY.get(0), 0);

    storage.crash(new Random(0));

    assertThat(load(storage.read())).isEqualTo(HISTORY.subList(0, 1));
  }

  /** Otherwise a raise would be acknowledged and lost at the restart. */
  @Test
  void append_fileDeletedWhileInUse_isRefused() throws Exception {
    journal.load();
    storage.delete();

    assertThatIOException()
        .isThrownBy(() -> journal.append(HISTORY.get(0), 0))
        .withMessageContaining("deleted while in use");
  }

  @Test
  void load_newerFormat_isRefusedWithTheReleaseThatWroteIt() {
    var newer = Lines.encode("{\"format\":2,\"serin\":\"7.0.0\",\"revision\":{}}".getBytes(UTF_8));

    assertThatIOException()
        .isThrownBy(() -> load(newer))
        .withMessageContaining(":1 is not a record that this release can read")
        .withMessageContaining("written by Serin 7.0.0")
        .withMessageNotContaining("repair");
  }

  private static List<Revision> load(byte[] bytes) throws IOException {
    return Histories.journal(new MemoryStorage(bytes)).load();
  }

  private static byte[] flip(int bit) {
    var flipped = BYTES.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }
}
