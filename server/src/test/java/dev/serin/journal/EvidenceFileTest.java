package dev.serin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serin.gate.Evidence;
import dev.serin.gate.EvidenceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class EvidenceFileTest {
  private static final Map<EvidenceKey, Evidence> FIRST = Evidences.of(1.5);
  private static final Map<EvidenceKey, Evidence> SECOND = Evidences.of(-2.5);

  @TempDir
  private Path state;

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private StateFolder folder;
  private EvidenceFile store;
  private Path file;
  private Path next;

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @BeforeEach
  void open() throws IOException {
    logged.start();
    logger().addAppender(logged);
    folder = StateFolder.open(state);
    store = EvidenceFile.of(folder);
    file = state.resolve("evidence.json");
    next = state.resolve("evidence.json.new");
  }

  @AfterEach
  void close() throws IOException {
    logger().detachAppender(logged);
    folder.close();
  }

  @Test
  void load_nothingSaved_isNothing() {
    assertThat(store.load()).isEmpty();
    assertThat(logged.list).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_saved_isTheSameBitForBit(long seed) throws IOException {
    var all = Evidences.random(new Random(seed));

    store.save(all);

    assertThat(loaded()).isEqualTo(Evidences.text(all));
  }

  @Test
  void save_again_isInPlaceOfTheFirst() throws IOException {
    store.save(FIRST);
    store.save(Map.of());

    assertThat(store.load()).isEmpty();
    assertThat(file).exists();
  }

  @Test
  void save_isOneJsonObjectBehindItsChecksum() throws IOException {
    store.save(FIRST);

    assertThat(file).content(UTF_8).matches("\\{\"crc32c\":\"[0-9a-f]{8}\",\\Q" + """
            "version":1,"comparisons":[{"model":"digits","stable":1,"canary":2,\
            "steps":[{"number":1,"revision":3,"startMillis":1735689600000,"share":"0.05"}],\
            "numbers":{"errors":[[1.5,7.0]]},"cohorts":{"1/0":[1.5]},\
            "marks":{"latency.q95":5000000},"alarms":{"errors.odds":1735689700000}}]}\\E""");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_killedBeforeTheRename_isWhatWasSavedBefore(long seed) throws IOException {
    store.save(FIRST);
    Files.write(next, new EvidenceJson().write(SECOND));
    cut(next, seed);

    assertThat(loaded()).isEqualTo(Evidences.text(FIRST));
    store.save(SECOND);
    assertThat(loaded()).isEqualTo(Evidences.text(SECOND));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_oneBitDamaged_isNothing(long seed) throws IOException {
    store.save(FIRST);
    var bytes = Files.readAllBytes(file);
    var random = new Random(seed);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, bytes);

    assertThat(store.load()).isEmpty();
    assertThat(state.resolve("evidence.json.damaged-1")).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_cutShort_isNothing(long seed) throws IOException {
    store.save(FIRST);
    cut(file, seed);

    assertThat(store.load()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void load_damaged_isLogged() throws IOException {
    Files.writeString(file, "{}");

    store.load();

    assertThat(logged.list)
        .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
        .containsExactly("WARN " + file + " cannot be read, and the evidence begins anew: it is "
            + file + ".damaged-1 now");
  }

  @Test
  void load_damagedAgain_keepsBoth() throws IOException {
    Files.writeString(file, "one");
    store.load();
    Files.writeString(file, "two");
    store.load();

    assertThat(state.resolve("evidence.json.damaged-1")).hasContent("one");
    assertThat(state.resolve("evidence.json.damaged-2")).hasContent("two");
  }

  @Test
  void save_afterDamage_isLoaded() throws IOException {
    Files.writeString(file, "damaged");
    store.load();

    store.save(FIRST);

    assertThat(loaded()).isEqualTo(Evidences.text(FIRST));
  }

  @Test
  void load_cannotBeRead_isNothing() throws IOException {
    Files.createDirectory(file);

    assertThat(store.load()).isEmpty();
    assertThat(state.resolve("evidence.json.damaged-1")).isDirectory();
  }

  @Test
  void load_anotherVersionOfTheFormat_isNothing() throws IOException {
    var json = new String(new EvidenceJson().write(FIRST), UTF_8)
        .replace("\"version\":1", "\"version\":2")
        .getBytes(UTF_8);
    System.arraycopy(Lines.checksum(json, 19, json.length), 0, json, 11, 8);
    Files.write(file, json);

    assertThat(store.load()).isEmpty();
    assertThat(logged.list)
        .extracting(event -> event.getThrowableProxy().getMessage())
        .containsExactly("version: 2 (expected: 1)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void save_numberThatIsNotFinite_isRefused(double number) throws IOException {
    store.save(FIRST);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.save(Evidences.of(number)))
        .withMessage("evidence: errors: " + number + " (expected: a finite number)");
    assertThat(loaded()).isEqualTo(Evidences.text(FIRST));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full")
  void save_fullDisk_keepsWhatWasSavedBefore() throws IOException {
    store.save(FIRST);
    Files.createSymbolicLink(next, Path.of("/dev/full"));

    assertThatIOException()
        .isThrownBy(() -> store.save(SECOND))
        .withMessage(file + " could not be written: java.io.IOException: No space left on device");
    assertThat(loaded()).isEqualTo(Evidences.text(FIRST));
    assertThat(Files.exists(next)).isFalse();
  }

  @Test
  void save_diskThatCannotBeWritten_keepsWhatWasSavedBefore() throws IOException {
    store.save(FIRST);
    Files.createDirectories(next.resolve("in the way"));

    assertThatIOException()
        .isThrownBy(() -> store.save(SECOND))
        .withMessageStartingWith(file + " could not be written: ");
    assertThat(loaded()).isEqualTo(Evidences.text(FIRST));
  }

  private String loaded() {
    return Evidences.text(store.load());
  }

  /** Leaves as many of the first bytes as the seed says, but not all. */
  private static void cut(Path file, long seed) throws IOException {
    var bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, new Random(seed).nextInt(bytes.length)));
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(EvidenceFile.class);
  }
}
