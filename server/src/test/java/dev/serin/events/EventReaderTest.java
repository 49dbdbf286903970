package dev.serin.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.split.Share;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  /** The header of former releases. */
  private static final String HEADER =
      "time_ms,user,role,share,latency_ms,error,loss,label_delay_ms\n";

  private static final String EXPECTED = HEADER.strip() + ",abandoned,together";
  private static final String GOOD = "1000,ab12,canary,0.10,12.5,0,0.25,3000\n";
  private static final Event GOOD_EVENT = new Event(
      1000, "ab12", true, Share.parse("0.1"), 12.5, false, OptionalDouble.of(0.25), 3000, false, 1);

  @TempDir
  private Path folder;

  @Test
  void next_rows_areRead() throws IOException {
    assertThat(read(HEADER + GOOD + "1000,,stable,0.1,0,1,,\n" + "2000,ü,stable,1.0,1e1,0,1,0\n"))
        .containsExactly(
            GOOD_EVENT,
            new Event(
                1000, "", false, Share.parse("0.1"), 0, true, OptionalDouble.empty(), 0, false, 1),
            new Event(2000, "ü", false, Share.ONE, 10, false, OptionalDouble.of(1), 0, false, 1));
  }

  @Test
  void next_columnsOfLaterReleases_areRead() throws IOException {
    var text = EXPECTED + "\n" + "1000,u,canary,0.1,5,0,,,1,1\n" + "1000,u,canary,0.1,5,1,,,0,32\n";

    assertThat(read(text)).extracting(Event::abandoned).containsExactly(true, false);
    assertThat(read(text)).extracting(Event::together).containsExactly(1, 32);
    try (var reader = EventReader.open(write(text))) {
      assertThat(reader.tellsAbandoned()).isTrue();
    }
  }

  @Test
  void open_fileOfAFormerRelease_doesNotTellWhoGaveUp() throws IOException {
    try (var reader = EventReader.open(write(HEADER + GOOD))) {
      assertThat(reader.tellsAbandoned()).isFalse();
    }
  }

  @Test
  void next_valueOfAbandonedThatIsNone_isRefused() throws IOException {
    var file = write(EXPECTED + "\n1000,u,canary,0.1,5,0,,,yes,1\n");

    assertThatThrownBy(() -> read(file)).hasMessage(file + ":2: abandoned: yes (expected: 0 or 1)");
  }

  @Test
  void next_fileWithoutSharedRuns_hasOneCallInEach() throws IOException {
    var text = HEADER.strip() + ",abandoned\n1000,u,canary,0.1,5,0,,,1\n";

    assertThat(read(text)).extracting(Event::together).containsExactly(1);
  }

  @Test
  void next_runOfNoCall_isRefused() throws IOException {
    var file = write(EXPECTED + "\n1000,u,canary,0.1,5,0,,,0,0\n");

    assertThatThrownBy(() -> read(file))
        .hasMessage(
            file + ":2: together: 0 (expected: a whole number of calls from 1 to 2147483647)");
  }

  @Test
  void next_headerOnly_isTheEnd() throws IOException {
    assertThat(read(HEADER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff" + HEADER + GOOD, HEADER + "\n" + GOOD + "\n\n"})
  void next_whatOthersWrite_isRead(String text) throws IOException {
    assertThat(read(text)).containsExactly(GOOD_EVENT);
  }

  @Test
  void next_otherEndsOfLines_areRead() throws IOException {
    assertThat(read((HEADER + GOOD).replace("\n", "\r\n"))).containsExactly(GOOD_EVENT);
  }

  @Test
  void next_lastLineWithoutEnd_isRead() throws IOException {
    assertThat(read(HEADER + GOOD.strip())).containsExactly(GOOD_EVENT);
  }

  @Test
  void next_quotedUser_mayHoldAnything() throws IOException {
    assertThat(read(HEADER + GOOD.replace("ab12", "\"a,\"\"b\"\"\nc\"")))
        .extracting(Event::user)
        .containsExactly("a,\"b\"\nc");
  }

  @Test
  void open_gzip_isRecognisedByItsContent() throws IOException {
    var file = Files.write(folder.resolve("events.csv"), gzip(HEADER + GOOD));

    assertThat(read(file)).containsExactly(GOOD_EVENT);
  }

  @Test
  void open_nameOfGzipOnly_isReadAsItIs() throws IOException {
    var file = Files.writeString(folder.resolve("events.csv.gz"), HEADER + GOOD);

    assertThat(read(file)).containsExactly(GOOD_EVENT);
  }

  @Test
  void open_missing_isToldWithItsName() {
    var file = folder.resolve("none.csv");

    assertThatThrownBy(() -> EventReader.open(file))
        .isInstanceOf(EventFormatException.class)
        .hasMessage(file + ": file: missing (expected: a readable file)");
  }

  @Test
  void open_folder_isToldWithItsName() {
    assertThatThrownBy(() -> EventReader.open(folder))
        .isInstanceOf(EventFormatException.class)
        .hasMessage(folder + ": file: Is a directory (expected: a readable file)");
  }

  @Test
  void next_gzipCutShort_isToldWithTheLine() throws IOException {
    var whole = gzip(HEADER + GOOD);
    var file = Files.write(folder.resolve("events.csv"), Arrays.copyOf(whole, whole.length - 9));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(EventFormatException.class)
        .hasMessage(file + ":2: file: Unexpected end of ZLIB input stream (expected: a complete CSV"
            + " file in UTF-8, compressed with gzip or not)");
  }

  static Stream<Arguments> refusals() {
    var columns = HEADER.strip();
    var millis = "(expected: a whole number of milliseconds since 1970)";
    var share =
        "(expected: a decimal from 0 to 1 such as 0.05, with at most 18 digits after the point)";
    var latency = "(expected: a number of milliseconds from 0)";
    var loss = "(expected: nothing or a number from 0 to 1)";
    var delay = "(expected: a whole number of milliseconds, as the row has a loss)";
    return Stream.of(
        // Times
        Arguments.of("-1,u,stable,0.1,1,0,,", "time_ms: -1 " + millis),
        Arguments.of("1.5,u,stable,0.1,1,0,,", "time_ms: 1.5 " + millis),
        Arguments.of(",u,stable,0.1,1,0,,", "time_ms: nothing " + millis),
        Arguments.of(
            "1000000000000000000,u,stable,0.1,1,0,,", "time_ms: 1000000000000000000 " + millis),
        Arguments.of(
            "999,u,stable,0.1,1,0,,",
            "time_ms: 999 (expected: at least 1000, as rows are in order of time)"),
        // Roles and shares
        Arguments.of("1000,u,canry,0.1,1,0,,", "role: canry (expected: stable or canary)"),
        Arguments.of("1000,u,Stable,0.1,1,0,,", "role: Stable (expected: stable or canary)"),
        Arguments.of("1000,u,,0.1,1,0,,", "role: nothing (expected: stable or canary)"),
        Arguments.of("1000,u,stable,10%,1,0,,", "share: 10% " + share),
        Arguments.of("1000,u,stable,1.1,1,0,,", "share: 1.1 " + share),
        Arguments.of("1000,u,stable,,1,0,,", "share: nothing " + share),
        // Latencies
        Arguments.of("1000,u,stable,0.1,-1,0,,", "latency_ms: -1 " + latency),
        Arguments.of("1000,u,stable,0.1,,0,,", "latency_ms: nothing " + latency),
        Arguments.of("1000,u,stable,0.1,NaN,0,,", "latency_ms: NaN " + latency),
        Arguments.of("1000,u,stable,0.1,1e999,0,,", "latency_ms: 1e999 " + latency),
        Arguments.of("1000,u,stable,0.1,1d,0,,", "latency_ms: 1d " + latency),
        Arguments.of("1000,u,stable,0.1,1.2.3,0,,", "latency_ms: 1.2.3 " + latency),
        // Errors
        Arguments.of("1000,u,stable,0.1,1,true,,", "error: true (expected: 0 or 1)"),
        Arguments.of("1000,u,stable,0.1,1,,,", "error: nothing (expected: 0 or 1)"),
        // Labels
        Arguments.of("1000,u,stable,0.1,1,0,1.01,5", "loss: 1.01 " + loss),
        Arguments.of("1000,u,stable,0.1,1,0,-0.1,5", "loss: -0.1 " + loss),
        Arguments.of("1000,u,stable,0.1,1,0,x,5", "loss: x " + loss),
        Arguments.of(
            "1000,u,stable,0.1,1,1,0.5,5",
            "loss: 0.5 (expected: nothing, as a row with error 1 has no label)"),
        Arguments.of("1000,u,stable,0.1,1,0,0.5,", "label_delay_ms: nothing " + delay),
        Arguments.of("1000,u,stable,0.1,1,0,0.5,-1", "label_delay_ms: -1 " + delay),
        Arguments.of("1000,u,stable,0.1,1,0,0.5,1.5", "label_delay_ms: 1.5 " + delay),
        Arguments.of(
            "1000,u,stable,0.1,1,0,,5",
            "label_delay_ms: 5 (expected: nothing, as the row has no loss)"),
        // Rows
        Arguments.of("1000,u,stable,0.1,1,0,", "row: 7 columns (expected: 8: " + columns + ")"),
        Arguments.of("1000,u,stable,0.1,1,0,,,", "row: 9 columns (expected: 8: " + columns + ")"),
        Arguments.of("x", "row: 1 column (expected: 8: " + columns + ")"),
        Arguments.of(
            "1000,\u0000u\ufffd,stable,0.1,1,0,,",
            "user: ?u\ufffd (expected: UTF-8 text without replacement characters)"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void next_wrongRow_isToldWithItsLine(String row, String problem) throws IOException {
    var file = write(HEADER + GOOD + row + "\n" + GOOD);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(EventFormatException.class)
        .hasMessage(file + ":3: " + problem);
  }

  @Test
  void next_notUtf8_isToldWithItsLine() throws IOException {
    var latin = (HEADER + GOOD.replace("ab12", "é")).getBytes(StandardCharsets.ISO_8859_1);
    var file = Files.write(folder.resolve("events.csv"), latin);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(EventFormatException.class)
        .hasMessage(
            file + ":2: user: \ufffd (expected: UTF-8 text without replacement characters)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000,\"u,stable", "1000,\"u\"u,stable,0.1,1,0,,\n"})
  void next_brokenQuotes_areToldWithTheirLine(String row) throws IOException {
    var file = write(HEADER + GOOD + row);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(EventFormatException.class)
        .hasMessageStartingWith(file + ":3: file: ");
  }

  @Test
  void next_lineAfterOneOfSeveral_isCountedRight() throws IOException {
    var file = write(HEADER + GOOD.replace("ab12", "\"a\nb\"") + "x\n");

    assertThatThrownBy(() -> read(file)).hasMessageStartingWith(file + ":4: row: 1 column ");
  }

  @Test
  void next_longValue_isCutInTheMessage() throws IOException {
    var file = write(HEADER + GOOD.replace("canary", "c".repeat(10_000)));

    assertThatThrownBy(() -> read(file))
        .hasMessage(file + ":2: role: " + "c".repeat(100) + "... (expected: stable or canary)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time_ms,user,role",
        "user,time_ms,role,share,latency_ms,error,loss,label_delay_ms",
        "1000,ab12,canary,0.10,12.5,0,0.25,3000"
      })
  void open_otherHeader_isRefused(String header) throws IOException {
    var file = write(header + "\n" + GOOD);

    assertThatThrownBy(() -> EventReader.open(file))
        .isInstanceOf(EventFormatException.class)
        .hasMessage(file + ":1: header: " + header + " (expected: " + EXPECTED + ")");
  }

  @Test
  void open_empty_isRefused() throws IOException {
    var file = write("");

    assertThatThrownBy(() -> EventReader.open(file))
        .hasMessage(file + ":1: header: nothing (expected: " + EXPECTED + ")");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void next_whatWasWritten_isRead(long seed) throws IOException {
    var random = new Random(seed);
    var writer = new RowWriter();
    var bytes = new ByteArrayOutputStream();
    var events = new ArrayList<Event>();
    bytes.writeBytes(writer.header());
    for (int i = 0; i < 2_000; i++) {
      events.add(event(i, random));
      bytes.writeBytes(writer.row(events.get(i)));
    }
    var file = Files.write(folder.resolve("events.csv"), bytes.toByteArray());

    assertThat(read(file)).as("seed " + seed).isEqualTo(events);
  }

  private static Event event(int number, Random random) {
    boolean error = random.nextInt(10) == 0;
    boolean labelled = !error && random.nextBoolean();
    var users = List.of("", "a,b", "\"", "c\nd", " ", Long.toHexString(random.nextLong()));
    double loss = random.nextBoolean() ? random.nextInt(2) : Math.pow(random.nextDouble(), 9);
    return new Event(
        1_700_000_000_000L + number / 2,
        users.get(random.nextInt(users.size())),
        random.nextBoolean(),
        Share.parse(random.nextBoolean() ? "0.050" : "0." + random.nextInt(1_000_000)),
        random.nextInt(10_000_000) / 1_000.0,
        error,
        labelled ? OptionalDouble.of(loss) : OptionalDouble.empty(),
        labelled ? random.nextInt() & Integer.MAX_VALUE : 0,
        random.nextInt(20) == 0,
        1);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("events.csv"), text);
  }

  private List<Event> read(String text) throws IOException {
    return read(write(text));
  }

  private static List<Event> read(Path file) throws IOException {
    try (var reader = EventReader.open(file)) {
      var events = new ArrayList<Event>();
      for (var event = reader.next(); event != null; event = reader.next()) {
        events.add(event);
      }
      return events;
    }
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
