package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.onnx.OnnxNatives;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways with an admin socket, each in a process of its own, and the verbs that call it. */
@Tag("long")
class AdminSocketTest {
  private static final Path NATIVES = Path.of("target", "natives").toAbsolutePath();
  private static final String NO_EPOLL = "-Dio.grpc.netty.shaded.io.netty.transport.noNative=true";

  /** Closed to others, as are all temporary folders of JUnit. */
  @TempDir
  private Path folder;

  private final List<Process> processes = new ArrayList<>();
  private Path socket;
  private String address;

  @BeforeEach
  void names() throws IOException {
    OnnxNatives.unpack(NATIVES);
    socket = folder.resolve("state dir/admin.sock");
    address = "unix:" + socket;
  }

  @AfterEach
  void end() {
    processes.forEach(process -> process.destroyForcibly().onExit().join());
  }

  @Test
  void serve_readyLine_namesTheSocketThatOnlyItsOwnerCanUse() throws Exception {
    var ready = ready(serve());

    assertThat(ready)
        .matches("ready grpc=127\\.0\\.0\\.1:\\d+ http=\\S+ admin=\\Q" + address + "\\E");
    assertThat(permissions(socket)).isEqualTo("rw-------");
    assertThat(permissions(folder.resolve("state dir"))).isEqualTo("rwx------");
  }

  @Test
  void verbs_overTheSocket_work() throws Exception {
    ready(serve());

    assertThat(run("status", "digits").out()).startsWith("digits is SERVING");
    assertThat(run("split", "set", "digits", "1=0.9", "2=0.1", "--reason", "a test")
            .exitCode())
        .isZero();
    assertThat(run("split", "get", "digits").out()).contains("0.9", "0.1");
    assertThat(run("split", "set", "digits", "1=1", "--reason", "a test").exitCode())
        .isZero();
    assertThat(run("rollout", "start", "digits", "--candidate", "2").exitCode()).isZero();
    assertThat(run("rollout", "abort", "digits", "--reason", "a test").exitCode())
        .isZero();
    assertThat(run("explain", "digits", "--user", "alice").exitCode()).isZero();
    assertThat(Run.of("models", "list", "--admin", "unix://" + socket).out()).contains("digits");
  }

  @Test
  void stop_removesTheSocket() throws Exception {
    var process = serve();
    ready(process);

    process.destroy();

    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(socket).doesNotExist();
    assertThat(run("status", "digits"))
        .isEqualTo(
            new Run(
                69,
                "",
                "serin: no gateway answers at " + address
                    + " (start one with ./serin serve, or set the address with --admin or SERIN_ADMIN)\n"));
  }

  @Test
  void serve_afterAKill_replacesTheSocket() throws Exception {
    var killed = serve();
    ready(killed);
    killed.destroyForcibly().onExit().join();
    assertThat(socket).exists();
    assertThat(run("status", "digits").exitCode()).isEqualTo(69);

    ready(serve());

    assertThat(run("status", "digits").out()).startsWith("digits is SERVING");
  }

  @Test
  void serve_socketOfAGatewayThatRuns_isRefusedAndLeavesIt() throws Exception {
    ready(serve());

    var second = Run.of(arguments("other"));

    assertThat(second)
        .isEqualTo(new Run(
            1,
            "",
            "serin: cannot start: --admin-socket: " + socket
                + " is in use (expected: a socket that no process listens on)\n"));
    assertThat(folder.resolve("other")).doesNotExist();
    assertThat(run("status", "digits").exitCode()).isZero();
  }

  @Test
  void serve_pathThatIsTooLong_isRefused() {
    socket = folder.resolve("x".repeat(106));

    assertThat(Run.of(arguments("state")).err())
        .startsWith("serin: cannot start: --admin-socket: " + socket + " has ")
        .endsWith(" bytes (expected: at most 106, for a Unix domain socket)\n");
  }

  @Test
  void serve_portAndSocket_isWrongUsage() {
    assertThat(Run.of("serve", "--admin-port", "0", "--admin-socket", "x"))
        .isEqualTo(new Run(
            64, "", "serin: --admin-socket: given with --admin-port (expected: one of them)\n"));
  }

  @Test
  void withoutEpoll_serveAndVerbs_sayWhatToUseInstead() throws Exception {
    var serve = start(List.of(NO_EPOLL), arguments("state"));
    var status = start(List.of(NO_EPOLL), "status", "digits", "--admin", address);

    assertThat(errors(serve))
        .contains("serin: cannot start: --admin-socket: no Unix domain sockets on "
            + System.getProperty("os.name"))
        .contains("(expected: Linux; use --admin-port instead)");
    assertThat(serve.waitFor()).isEqualTo(1);
    assertThat(errors(status))
        .contains("serin: --admin: address: " + address
            + " (expected: host:port; no Unix domain sockets on " + System.getProperty("os.name"));
    assertThat(status.waitFor()).isEqualTo(64);
  }

  @Test
  void doctor_gatewayThatRuns_isNamed() throws Exception {
    ready(serve());

    assertThat(doctor().out())
        .containsPattern("socket \\Q" + socket + "\\E +ok +a gateway is running, with \\[digits");
  }

  @Test
  void doctor_freePath_isOk() {
    assertThat(doctor().out()).containsPattern("socket \\Q" + socket + "\\E +ok +free");
  }

  @Test
  void doctor_socketTakenByAnother_isAWarning() throws IOException {
    socket = folder.resolve("socket");
    try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(socket));

      assertThat(doctor().out())
          .containsPattern("socket \\Q" + socket + "\\E +warn .* is in use .*"
              + "serve with another --admin-socket");
    }
  }

  private Run doctor() {
    return Run.of("doctor", "--port", "0", "--http-port", "0", "--admin-socket", socket.toString());
  }

  private Run run(String... arguments) {
    return Run.with(Map.of("SERIN_ADMIN", address), false, arguments);
  }

  private Process serve() throws IOException {
    return start(List.of(), arguments("state dir"));
  }

  private String[] arguments(String state) {
    return new String[] {
      "serve",
      "--port",
      "0",
      "--http-port",
      "0",
      "--admin-socket",
      socket.toString(),
      "--state",
      folder.resolve(state).toString()
    };
  }

  private Process start(List<String> options, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dserin.home=" + Path.of("..").toAbsolutePath().normalize(),
        "-Donnxruntime.native.path=" + NATIVES));
    command.addAll(options);
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    // Not on the command line, which is long enough without it.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    var process = builder.start();
    processes.add(process);
    return process;
  }

  private static String ready(Process process) {
    return process
        .inputReader()
        .lines()
        .filter(line -> line.startsWith("ready "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(errors(process)));
  }

  private static String errors(Process process) {
    return process.errorReader().lines().collect(Collectors.joining("\n"));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
