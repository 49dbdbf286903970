package dev.serin.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Run;
import dev.serin.cli.console.Console;
import dev.serin.server.TestGateway;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackRequest.CallerRequest;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackFileTest {
  private static final String EXPECTED = " (expected: prediction_id or request_id; one of label,"
      + " class-index, number, reward; optionally row; each once)";

  @TempDir
  private Path folder;

  private LabelGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new LabelGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void file_allTaken_printsALineEachAndASummaryAndExits0() throws IOException {
    assertThat(sent("prediction_id,label\na,8\nb,3\n")).isEqualTo(new Run(0, """
            2  a  ACCEPTED
            3  b  ACCEPTED
            2 lines: 2 ACCEPTED
            """, ""));
  }

  @Test
  void file_json_isAnObjectForEachLineAndOneForAll() throws IOException {
    assertThat(sent("prediction_id,reward\na,1\na,0.5\na,x\n", "-o", "json").out())
        .isEqualTo("""
        {"line":2,"id":"a","result":"ACCEPTED"}
        {"line":3,"id":"a","result":"DUPLICATE","message":"has its label"}
        {"line":4,"id":"a","result":"INVALID","message":"reward: x (expected: a number)"}
        {"lines":3,"results":{"ACCEPTED":1,"DUPLICATE":1,"INVALID":1}}
        """);
  }

  @Test
  void file_sentAgain_isAllDuplicatesAndExits0() throws IOException {
    sent("prediction_id,label\na,8\nb,3\n");

    var again = sent("prediction_id,label\na,8\nb,3\n");

    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).endsWith("2 lines: 2 DUPLICATE\n");
  }

  @Test
  void file_badLines_areReportedInTheirPlaceAndTheRestGoesOn() throws IOException {
    var run = sent("prediction_id,number,row\n,1,\na,1d,\nb,-3.5e2,\n\nc,1\nd,4,-1\ne,5,7\nf,,\n");

    assertThat(run).isEqualTo(new Run(1, """
        2    INVALID: prediction_id: nothing (expected: a value)
        3  a  INVALID: number: 1d (expected: a number)
        4  b  ACCEPTED
        6  c  INVALID: 2 columns (expected: 3: prediction_id,number,row)
        7  d  INVALID: row: -1 (expected: a row of the call, from 0, or nothing)
        8  e  ACCEPTED
        9  f  INVALID: number: nothing (expected: a value)
        7 lines: 2 ACCEPTED, 5 INVALID
        """, ""));
    assertThat(gateway.labels)
        .containsExactly(
            SubmitFeedbackRequest.newBuilder()
                .setPredictionId("b")
                .setNumber(-350)
                .build(),
            SubmitFeedbackRequest.newBuilder()
                .setPredictionId("e")
                .setNumber(5)
                .setRow(7)
                .build());
  }

  @Test
  void file_fieldTooLongForAMessage_isABadLine() throws IOException {
    var run = sent("prediction_id,label\na," + "x".repeat(4_097) + "\nb,3\n");

    assertThat(run.out())
        .startsWith("2  a  INVALID: label: 4097 characters (expected: at most 4096)\n3  b  ACC");
  }

  @Test
  void file_columnsInAnotherOrder_areTakenByTheirNames() throws IOException {
    sent("\ufeffrow,class-index,request_id\n2,3,digits/a/b\n");

    assertThat(gateway.labels)
        .containsExactly(SubmitFeedbackRequest.newBuilder()
            .setRequest(CallerRequest.newBuilder().setModel("digits").setRequestId("a/b"))
            .setRow(2)
            .setClassIndex(3)
            .build());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      request_id,label      | order-4711,8 | request_id: order-4711 (expected: MODEL/ID such as
      prediction_id,class-index | a,1.5    | class-index: 1.5 (expected: a whole number)
      """)
  void file_lineOfAnotherForm_saysWhatIsExpected(String header, String line, String message)
      throws IOException {
    var run = sent(header + "\n" + line + "\n");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("INVALID: " + message);
    assertThat(gateway.labels).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prediction_id",
        "label",
        "id,label",
        "prediction_id,label,note",
        "prediction_id,label,reward",
        "prediction_id,request_id,label",
        "prediction_id,label,row,row",
        "prediction_id;label",
      })
  void file_otherColumns_areAWrongUsageBeforeAnythingIsSent(String header) throws IOException {
    var run = sent(header + "\na,8,1,1\n");

    assertThat(run)
        .isEqualTo(new Run(64, "", "serin: " + file() + ": header: " + header + EXPECTED + "\n"));
    assertThat(gateway.labels).isEmpty();
  }

  @Test
  void file_empty_isAWrongUsage() throws IOException {
    assertThat(sent("").err()).contains("header: nothing" + EXPECTED);
  }

  @Test
  void file_headerOnly_isDone() throws IOException {
    assertThat(sent("prediction_id,label\n")).isEqualTo(new Run(0, "0 lines\n", ""));
  }

  @Test
  void file_missing_isAWrongUsage() {
    assertThat(gateway.run("feedback", "--file", "no-such.csv"))
        .isEqualTo(new Run(64, "", "serin: --file: no-such.csv (expected: a file, or -)\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--label 8", "--row 1", "id", "--request digits/a"})
  void file_besideAnotherSubjectOrLabel_isAWrongUsage(String more) throws IOException {
    var run = sent("prediction_id,label\na,8\n", more.split(" "));

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(gateway.labels).isEmpty();
  }

  @Test
  void file_notCsvFromALineOn_sendsWhatIsBeforeItAndIsRefused() throws IOException {
    var run = sent("prediction_id,label\na,8\n\"b,3\nc,4\n");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("2  a  ACCEPTED\n");
    assertThat(run.err())
        .startsWith("serin: lines with a result: 1; send the file again for the rest (labels"
            + " already accepted are then DUPLICATE): " + file() + ":3: file: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNAVAILABLE", "DEADLINE_EXCEEDED"})
  void file_gatewayThatStopsInTheMiddle_tellsHowManyLinesHaveAResult(Status.Code code)
      throws IOException {
    gateway.endAfter(2, code.toStatus());

    var run = sent("prediction_id,label\na,8\nx\nb,3\nc,4\nd,5\n");

    assertThat(run.exitCode()).isEqualTo(69);
    assertThat(run.out().lines()).hasSize(3).last().isEqualTo("4  b  ACCEPTED");
    assertThat(run.err()).startsWith("serin: lines with a result: 3; send the file again");
  }

  @Test
  void file_noGateway_tellsThatNoLineHasAResult() throws IOException {
    Files.writeString(file(), "prediction_id,label\na,8\n");
    var address = gateway.address();
    gateway.close();

    var run = Run.of("feedback", "--file", file().toString(), "--server", address);

    assertThat(run.exitCode()).isEqualTo(69);
    assertThat(run.err())
        .startsWith("serin: lines with a result: 0; ")
        .contains("no gateway answers at " + address);
  }

  @Test
  void file_moreThanABatch_keepsTheOrder() throws IOException {
    var run = sent("prediction_id,label\n" + lines(2_500));

    assertThat(run.out())
        .isEqualTo(IntStream.range(0, 2_500)
                .mapToObj(number -> (number + 2) + "  p" + number + "  ACCEPTED\n")
                .collect(Collectors.joining())
            + "2500 lines: 2500 ACCEPTED\n");
  }

  @Test
  void standardInput_large_isNotReadAheadOfTheResults() throws IOException {
    var input = new WatchedLabels(gateway, 30_000);

    var out = fromInput(input);

    assertThat(out).endsWith("30000 lines: 30000 ACCEPTED\n");
    assertThat(input.mostAhead()).isLessThan(5_000);
  }

  @Test
  void standardInput_labels_areSent() {
    assertThat(fromInput(new ByteArrayInputStream(
            "prediction_id,label\na,8\n".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("2  a  ACCEPTED\n1 line: 1 ACCEPTED\n");
  }

  @Test
  void file_realGateway_countsEachLabelOnce() throws Exception {
    var config = "models:\n  digits:\n    split: {1: 1}\n" + TestGateway.QUALITY;
    try (var real = TestGateway.start(folder, config, 1)) {
      var file = Files.writeString(
          file(),
          "prediction_id,label\n"
              + real.predict("alice").predictionId() + ",8\n"
              + real.predict("bob").predictionId() + ",eight\n");
      var environment = Map.of("SERIN_SERVER", "127.0.0.1:" + real.gateway().grpcPort());

      var first = Run.with(environment, false, "feedback", "--file", file.toString());
      var again = Run.with(environment, false, "feedback", "--file", file.toString());

      assertThat(first.exitCode()).isEqualTo(1);
      assertThat(first.out())
          .contains("ACCEPTED  digits version 1, stable", "INVALID: label: eight")
          .endsWith("2 lines: 1 ACCEPTED, 1 INVALID\n");
      assertThat(again.out()).endsWith("2 lines: 1 DUPLICATE, 1 INVALID\n");
    }
  }

  private Path file() {
    return folder.resolve("labels.csv");
  }

  private Run sent(String content, String... more) throws IOException {
    Files.writeString(file(), content);
    var arguments = new ArrayList<String>();
    Collections.addAll(arguments, "feedback", "--file", file().toString());
    Collections.addAll(arguments, more);
    return gateway.run(arguments.toArray(String[]::new));
  }

  private String fromInput(InputStream in) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var environment = Map.of("SERIN_SERVER", gateway.address());
    FeedbackVerb.of(Console.of(stream, stream, environment, false), in).execute("--file", "-");
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "p" + number + ",8\n")
        .collect(Collectors.joining());
  }

  /** Labels that are made when they are read; knows how far the reading is ahead of the gateway. */
  private static final class WatchedLabels extends InputStream {
    private final LabelGateway gateway;
    private final int count;
    private byte[] line = "prediction_id,label\n".getBytes(StandardCharsets.UTF_8);
    private int at;
    private int made;
    private int mostAhead;

    WatchedLabels(LabelGateway gateway, int count) {
      this.gateway = gateway;
      this.count = count;
    }

    int mostAhead() {
      return mostAhead;
    }

    @Override
    public int read() {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (at == line.length) {
        if (made == count) {
          return -1;
        }
        line = ("p" + made + ",8\n").getBytes(StandardCharsets.UTF_8);
        at = 0;
        made++;
        mostAhead = Math.max(mostAhead, made - gateway.count());
      }
      int part = Math.min(length, line.length - at);
      System.arraycopy(line, at, bytes, offset, part);
      at += part;
      return part;
    }
  }
}
