package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @Test
  void run_noGateway_exits69AndSaysWhatWasTried() throws IOException {
    var address = unused();

    var run = Run.of("status", "digits", "--admin", address);

    assertThat(run.exitCode()).isEqualTo(69);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo("serin: no gateway answers at " + address
            + " (start one with ./serin serve, or set the address with --admin or SERIN_ADMIN)\n");
  }

  @Test
  void run_portOfHttp_exits69AndSaysThatItIsNone() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    var address = "127.0.0.1:" + server.getAddress().getPort();

    var run = Run.of("status", "digits", "--admin", address);

    server.stop(0);
    assertThat(run).isEqualTo(new Run(69, "", "serin: " + address + " is not a gRPC port\n"));
  }

  @Test
  void run_noGatewayWithJson_reportsAnObject() throws IOException {
    var run = Run.of("predict", "m", "--input", "x=1", "--server", unused(), "-o", "json");

    assertThat(run.exitCode()).isEqualTo(69);
    assertThat(run.err()).startsWith("{\"error\":\"").endsWith("\"code\":\"UNREACHABLE\"}\n");
  }

  @Test
  void run_optionAndEnvironment_optionWins() throws IOException {
    var address = unused();

    var run =
        Run.with(Map.of("SERIN_ADMIN", "nonsense"), false, "status", "digits", "--admin", address);

    assertThat(run.err()).contains(address);
  }

  @Test
  void run_addressInTheEnvironmentIsNone_namesTheVariable() {
    assertThat(Run.with(Map.of("SERIN_ADMIN", "here"), false, "status", "digits"))
        .isEqualTo(new Run(
            64,
            "",
            "serin: SERIN_ADMIN: address: here (expected: host:port such as 127.0.0.1:8001,"
                + " or unix:/path)\n"));
  }

  @Test
  void run_noVerb_isWrongUsage() {
    assertThat(Run.of())
        .isEqualTo(new Run(64, "", "serin: Missing required subcommand (see ./serin --help)\n"));
  }

  @Test
  void run_mistypedVerb_namesTheLikelyOne() {
    var run = Run.of("predit", "-o", "json");

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err())
        .startsWith("{\"error\":\"verb: predit (expected: predict")
        .endsWith("\"code\":\"USAGE\"}\n");
  }

  @Test
  void run_mistypedOption_namesTheLikelyOne() {
    assertThat(Run.of("status", "digits", "--adnim", "x").err())
        .isEqualTo("serin: option: --adnim (expected: --admin) (see ./serin status --help)\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      status digits more words        | argument: more words (expected: no further argument)
      predict digits --row abc        | --row: abc (expected: a whole number)
      predict digits --version 1.5    | --version: 1.5 (expected: a whole number)
      predict digits --timeout 5      | --timeout: 5 (expected: a time such as 500ms, 5s, 1m or 2h)
      feedback id --number abc        | --number: abc (expected: a number)
      split history digits -n abc     | -n: abc (expected: a whole number)
      split gte                       | verb: gte (expected: one of get, set, history)
      serve --port x                  | --port: x (expected: a whole number)
      status digits -o xml            | -o: xml (expected: table or json)
      status digits --zzzzzzzzzz      | option: --zzzzzzzzzz (expected: an option of this verb)
      """)
  void run_wrongArgument_isNamedWithWhatIsExpected(String arguments, String message) {
    var run = Run.of(arguments.split(" "));

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).startsWith("serin: " + message);
  }

  @Test
  void run_unknownFormat_isWrongUsage() {
    var run = Run.of("status", "digits", "-o", "xml");

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).contains("xml (expected: table or json)");
  }

  @Test
  void run_argumentThatTheLocaleCannotRead_isWrongUsage() {
    var run = Run.of("explain", "digits", "--user", "\ufffd\ufffd");

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).contains("LC_ALL=C.UTF-8");
  }

  @Test
  void run_argumentThatBeginsWithAt_isNoFile() throws IOException {
    assertThat(Run.of("status", "@pom.xml", "--admin", unused()).exitCode()).isEqualTo(69);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "predict",
        "feedback",
        "explain",
        "split",
        "split get",
        "split set",
        "split history",
        "status",
        "rollout",
        "rollout start",
        "rollout status",
        "rollout pause",
        "rollout resume",
        "rollout advance",
        "rollout promote",
        "rollout abort",
        "rollout history",
        "models",
        "models list",
        "models import",
        "deploy",
        "lint",
        "journal",
        "journal show",
        "journal verify",
        "journal repair",
        "doctor",
        "completion"
      })
  void run_help_hasAnExampleInShortLines(String verb) {
    var run = Run.of((verb + " --help").split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Example").contains("./serin " + verb);
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void run_helpWithoutVerb_namesEveryVerb() {
    assertThat(Run.of("--help").out())
        .contains(
            "serve",
            "predict",
            "feedback",
            "explain",
            "split",
            "status",
            "rollout",
            "models",
            "lint",
            "journal",
            "doctor",
            "completion");
  }

  @Test
  void run_version_namesSerinAndJava() {
    assertThat(Run.of("--version").out()).matches("serin .*, Java .*\n");
  }

  @Test
  void completion_always_coversVerbsAndOptions() {
    var run = Run.of("completion");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("predict", "--expect-revision", "--skip-evidence", "compdef", "complete -F");
  }

  /** An address that no process listens on: its port was just closed. */
  private static String unused() throws IOException {
    try (var gateway = new FakeGateway()) {
      return gateway.address();
    }
  }
}
