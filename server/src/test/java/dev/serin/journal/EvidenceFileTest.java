package dev.serin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serin.Seeds;
import dev.serin.gate.Evidence;
import dev.serin.judge.EvidenceKey;
import dev.serin.judge.EvidenceStore;
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
    return Seeds.from0(20, 60);
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
    assertThat(store.load().evidence()).isEmpty();
    assertThat(logged.list).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_saved_isTheSameBitForBit(long seed) throws IOException {
    var all = Evidences.random(new Random(seed));

    save(all);

    assertThat(loaded()).isEqualTo(Evidences.text(all));
  }

  @Test
  void save_again_isInPlaceOfTheFirst() throws IOException {
    save(FIRST);
    save(Map.of());

    assertThat(store.load().evidence()).isEmpty();
    assertThat(file).exists();
  }

  @Test
  void save_isOneRecordBehindItsChecksum() throws IOException {
    save(FIRST);

    assertThat(file)
        .content(UTF_8)
        .matches("[0-9a-f]{8} \\{\"format\":1,\"serin\":\"development\",\"evidence\":\\{"
            + "\"clockMillis\":\"77\",\"comparisons\":\\[\\{\"model\":\"digits\",[^\n]*}}\n");
    assertThat(store.load().clockMillis()).isEqualTo(77);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_killedBeforeTheRename_isWhatWasSavedBefore(long seed) throws IOException {
    save(SECOND);
    var second = Files.readAllBytes(file);
    save(FIRST);
    Files.write(next, second);
    cut(next, seed);

    assertThat(loaded()).isEqualTo(Evidences.text(FIRST));
    save(SECOND);
    assertThat(loaded()).isEqualTo(Evidences.text(SECOND));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_oneBitDamaged_isNothing(long seed) throws IOException {
    save(FIRST);
    var bytes = Files.readAllBytes(file);
    var random = new Random(seed);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, bytes);

    assertThat(store.load().evidence()).isEmpty();
    assertThat(state.resolve("evidence.json.damaged-1")).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void load_cutShort_isNothing(long seed) throws IOException {
    save(FIRST);
    cut(file, seed);

    assertThat(store.load().evidence()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void load_damaged_isLogged() throws IOException {
    Files.writeString(file, "{}");

    store.load();

    assertThat(logged.list)
        .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
        .containsExactly("WARN " + file + " is damaged (moved to " + file
            + ".damaged-1); evidence starts from zero");
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

    save(FIRST);

    assertThat(loaded()).isEqualTo(Evidences.text(FIRST));
  }

  @Test
  void load_cannotBeRead_isNothing() throws IOException {
    Files.createDirectory(file);

    assertThat(store.load().evidence()).isEmpty();
    assertThat(state.resolve("evidence.json.damaged-1")).isDirectory();
  }

  @Test
  void load_newerFormat_isNothing() throws IOException {
    Files.write(file, Lines.encode("{\"format\":2,\"serin\":\"7.0.0\"}".getBytes(UTF_8)));

    assertThat(store.load().evidence()).isEmpty();
    assertThat(logged.list)
        .extracting(event -> event.getThrowableProxy().getMessage())
        .allMatch(message -> message.contains("written by Serin 7.0.0"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void save_numberThatIsNotFinite_isRefused(double number) throws IOException {
    save(FIRST);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> save(Evidences.of(number)))
        .withMessageMatching(
            "evidence: (errors|1/0): " + number + " \\(expected: a finite number\\)");
    assertThat(loaded()).isEqualTo(Evidences.text(FIRST));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full")
  void save_fullDisk_keepsWhatWasSavedBefore() throws IOException {
    save(FIRST);
    Files.createSymbolicLink(next, Path.of("/dev/full"));

    assertThatIOException()
        .isThrownBy(() -> save(SECOND))
        .withMessage(file + " could not be written: java.io.IOException: No space left on device");
    assertThat(loaded()).isEqualTo(Evidences.text(FIRST));
    assertThat(Files.exists(next)).isFalse();
  }

  @Test
  void save_diskThatCannotBeWritten_keepsWhatWasSavedBefore() throws IOException {
    save(FIRST);
    Files.createDirectories(next.resolve("in the way"));

    assertThatIOException()
        .isThrownBy(() -> save(SECOND))
        .withMessageStartingWith(file + " could not be written: ");
    assertThat(loaded()).isEqualTo(Evidences.text(FIRST));
  }

  private void save(Map<EvidenceKey, Evidence> all) throws IOException {
    store.save(new EvidenceStore.Saved(77, all));
  }

  private String loaded() {
    return Evidences.text(store.load().evidence());
  }

  /** Keeps a prefix of the bytes that depends on the seed, but not all. */
  private static void cut(Path file, long seed) throws IOException {
    var bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, new Random(seed).nextInt(bytes.length)));
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(EvidenceFile.class);
  }
}
