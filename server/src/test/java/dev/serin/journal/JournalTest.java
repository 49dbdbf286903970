package dev.serin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.serin.control.Revision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalTest {
  private static final Path FILE = Path.of("state", "revisions.journal");
  private static final List<Revision> HISTORY = Histories.six();
  private static final byte[] BYTES = Histories.bytes(HISTORY);
  private static final int LAST_LINE = BYTES.length - Histories.line(HISTORY.get(5)).length;

  private final MemoryStorage storage = new MemoryStorage(new byte[0]);
  private final Journal journal = new Journal(FILE, storage);

  @Test
  void load_afterAppends_isTheSame() throws IOException {
    journal.load();
    for (var revision : HISTORY) {
      journal.append(revision);
    }

    assertThat(load(storage.read())).isEqualTo(HISTORY);
  }

  @Test
  void append_revision_isOneLineOfChecksumAndJson() throws IOException {
    journal.load();

    journal.append(HISTORY.get(1));

    assertThat(new String(storage.read(), UTF_8))
        .matches("[0-9a-f]{8} \\{\"model\":\"digits\",\"revision\":2,\"time\":\"2025-[^\\n]*}\\n")
        .contains("\"split\":{\"1\":\"0.9\",\"2\":\"0.1\"}")
        .contains("\"intervals\":{\"1\":[[\"0.1\",\"1\"]],\"2\":[[\"0\",\"0.1\"]]}");
  }

  @Test
  void load_everyBytePrefix_isAPrefixOfTheHistory() throws IOException {
    for (int length = 0; length <= BYTES.length; length++) {
      var prefix = Arrays.copyOf(BYTES, length);
      int whole =
          (int) IntStream.range(0, length).filter(i -> prefix[i] == '\n').count();

      assertThat(load(prefix)).as("%d bytes", length).isEqualTo(HISTORY.subList(0, whole));
    }
  }

  @Test
  void append_afterEveryBytePrefix_isWhole() throws IOException {
    for (int length = LAST_LINE; length < BYTES.length; length++) {
      var cut = new MemoryStorage(Arrays.copyOf(BYTES, length));
      var torn = new Journal(FILE, cut);
      torn.load();

      torn.append(HISTORY.get(5));

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
    damaged[Histories.line(HISTORY.get(0)).length + 20] ^= 1;

    assertThatIOException()
        .isThrownBy(() -> load(damaged))
        .withMessage("state/revisions.journal:2 does not fit its checksum (expected: a whole"
            + " journal; `./serin journal repair state` keeps what is before that line)");
  }

  /** Then the last line hangs on to the one before it, and the two look like one bad last line. */
  @Test
  void load_lineBreakBeforeTheLastLineDamaged_isRefused() {
    var damaged = BYTES.clone();
    damaged[LAST_LINE - 1] ^= 1;

    assertThatIOException()
        .isThrownBy(() -> load(damaged))
        .withMessageContaining(":5 does not fit its checksum");
  }

  @Test
  void load_lineMissing_isRefused() {
    var gap = Histories.bytes(List.of(HISTORY.get(0), HISTORY.get(2)));

    assertThatIOException()
        .isThrownBy(() -> load(gap))
        .withMessageContaining(":2 is digits revision 3 (expected: 2)");
  }

  @Test
  void load_textThatIsNoRevision_isRefused() {
    var text = Lines.encode("{\"model\":\"digits\"}".getBytes(UTF_8));

    assertThatIOException()
        .isThrownBy(() -> load(text))
        .withMessageContaining(":1 is not a revision that this release can read");
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_bitFlippedBeforeTheLastLine_isRefused(long seed) {
    var flipped = flip(new Random(seed).nextInt(LAST_LINE * 8));

    assertThatIOException().isThrownBy(() -> load(flipped));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_bitFlippedInTheLastLine_isRefusedOrWithoutIt(long seed) {
    int bits = (BYTES.length - LAST_LINE) * 8;
    var flipped = flip(LAST_LINE * 8 + new Random(seed).nextInt(bits));

    assertThat(loadIfWhole(flipped).orElse(HISTORY.subList(0, 5))).isEqualTo(HISTORY.subList(0, 5));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void append_diskTakesAPart_keepsWhatWasAcknowledged(long seed) throws IOException {
    var random = new Random(seed);
    journal.load();
    journal.append(HISTORY.get(0));
    storage.space(random.nextInt(Histories.line(HISTORY.get(1)).length));
    assertThatIOException()
        .isThrownBy(() -> journal.append(HISTORY.get(1)))
        .withMessage("state/revisions.journal could not be written: No space left on device");
    storage.space(Integer.MAX_VALUE);

    journal.append(HISTORY.get(1));
    storage.crash(random);

    assertThat(load(storage.read())).isEqualTo(HISTORY.subList(0, 2));
  }

  @Test
  void append_diskTakesAPart_isCutOffAtOnce() throws IOException {
    journal.load();
    journal.append(HISTORY.get(0));
    storage.space(50);

    assertThatIOException().isThrownBy(() -> journal.append(HISTORY.get(1)));

    assertThat(storage.read()).isEqualTo(Histories.line(HISTORY.get(0)));
  }

  @Test
  void append_neitherWrittenNorCutOff_isCutOffBeforeTheNext() throws IOException {
    journal.load();
    journal.append(HISTORY.get(0));
    storage.space(50);
    storage.failTruncate(true);
    assertThatIOException().isThrownBy(() -> journal.append(HISTORY.get(1)));
    storage.space(Integer.MAX_VALUE);
    storage.failTruncate(false);

    journal.append(HISTORY.get(1));

    assertThat(load(storage.read())).isEqualTo(HISTORY.subList(0, 2));
  }

  @Test
  void append_notForced_isRefused() throws IOException {
    journal.load();
    storage.failForce(true);

    assertThatIOException().isThrownBy(() -> journal.append(HISTORY.get(0)));

    assertThat(storage.read()).isEmpty();
  }

  @Test
  void append_acknowledged_survivesACrash() throws IOException {
    journal.load();
    journal.append(HISTORY.get(0));

    storage.crash(new Random(0));

    assertThat(load(storage.read())).isEqualTo(HISTORY.subList(0, 1));
  }

  private static List<Revision> load(byte[] bytes) throws IOException {
    return new Journal(FILE, new MemoryStorage(bytes)).load();
  }

  private static Optional<List<Revision>> loadIfWhole(byte[] bytes) {
    try {
      return Optional.of(load(bytes));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] flip(int bit) {
    var flipped = BYTES.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }
}
