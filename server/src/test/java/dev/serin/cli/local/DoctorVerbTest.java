package dev.serin.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Answers;
import dev.serin.cli.FakeGateway;
import dev.serin.cli.Run;
import dev.serin.v1.ListModelsResponse;
import dev.serin.v1.ModelServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorVerbTest {

  @Test
  void doctor_sampleModels_areLoadedAndAllIsWell() {
    var run = doctor();

    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("java +ok +Java \\d+")
        .containsPattern("libc +ok +")
        .containsPattern("ONNX Runtime +ok +\\d+\\.\\d+")
        .containsPattern("port 0 +ok +free")
        .containsPattern("configuration +ok +.*serin.yaml")
        .containsPattern("digits/1 +ok +loads");
  }

  @Test
  void doctor_json_isOneObjectPerCheck() {
    var run = doctor("-o", "json");

    assertThat(run.out().lines())
        .allMatch(line -> line.startsWith("{\"check\":\""))
        .contains("{\"check\":\"port 0\",\"result\":\"ok\",\"finding\":\"free\",\"advice\":\"\"}");
  }

  @Test
  void doctor_modelThatDoesNotLoad_exits1AndWhatToDo(@TempDir Path folder) throws IOException {
    var version = Files.createDirectories(folder.resolve("m/1"));
    Files.writeString(version.resolve("model.onnx"), "garbage");

    var run = doctor("--models", folder.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).containsPattern("m/1 +fail +.*fix the file, or remove its folder");
  }

  @Test
  void doctor_noModels_isAWarning(@TempDir Path folder) {
    var run = doctor("--models", folder.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsPattern("models +warn +none in ");
  }

  @Test
  void doctor_folderOfOneModel_isRecognised() {
    assertThat(doctor("--models", "../models/repository/digits").out())
        .containsPattern("models +warn +none in .*of one model: give its parent");
  }

  @Test
  void doctor_longFinding_isShownWhole(@TempDir Path folder) throws IOException {
    var models = folder.resolve("x".repeat(120));
    Files.createDirectory(models);

    assertThat(doctor("--models", models.toString()).out())
        .containsPattern("models +warn +none in +add one as")
        .satisfies(out -> assertThat(out.replaceAll("\\s+", "")).contains("x".repeat(120)));
  }

  @Test
  void doctor_noFolderOfModels_exits1(@TempDir Path folder) {
    var run = doctor("--models", folder.resolve("none").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).containsPattern("models +fail +.*--models");
  }

  @Test
  void doctor_mistakesInTheConfiguration_endWith1AndTheCommandThatShowsThem(@TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("serin.yaml"), "a: 1\nb: 2\n");

    var run = doctor("--config", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("2 mistakes").contains("./serin lint " + file);
  }

  @Test
  void doctor_configurationThatIsNotThere_isWrongUsage() {
    assertThat(doctor("--config", "none.yaml").exitCode()).isEqualTo(64);
  }

  @Test
  void doctor_portTakenByAnother_isAWarning() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(other.getLocalPort());

      assertThat(Run.of("doctor", "--port", port, "--http-port", "0", "--admin-port", "0")
              .out())
          .containsPattern("port " + port + " +warn +taken: .*serve with another --port");
    }
  }

  @Test
  void doctor_gatewayThatRuns_isNamed() throws IOException {
    try (var gateway = new FakeGateway()) {
      gateway.answer(
          ModelServiceGrpc.getListMethod(),
          ListModelsResponse.newBuilder().addModels(Answers.MODEL).build());
      var port = gateway.address().substring("127.0.0.1:".length());

      assertThat(Run.of("doctor", "--port", "0", "--http-port", "0", "--admin-port", port)
              .out())
          .containsPattern("port " + port + " +ok +a gateway is running, with \\[digits]");
    }
  }

  @Test
  void java_olderThan17_fails() {
    assertThat(PlatformChecks.java(11).result()).isEqualTo(Check.Result.FAIL);
  }

  @Test
  void libc_musl_fails() throws IOException {
    var check = PlatformChecks.libc(List.of("7f00 r-xp 0 08:01 1   /lib/ld-musl-x86_64.so.1"));

    assertThat(check.result()).isEqualTo(Check.Result.FAIL);
    assertThat(check.finding()).isEqualTo("musl");
  }

  @Test
  void libc_oldGlibc_fails(@TempDir Path folder) throws IOException {
    var check = PlatformChecks.libc(List.of(mapped(folder, "release version 2.17, by")));

    assertThat(check.result()).isEqualTo(Check.Result.FAIL);
    assertThat(check.finding()).isEqualTo("glibc 2.17");
  }

  @Test
  void libc_newGlibc_isOk(@TempDir Path folder) throws IOException {
    assertThat(PlatformChecks.libc(List.of(mapped(folder, "stable release version 2.28.\n"))))
        .isEqualTo(Check.ok("libc", "glibc 2.28"));
  }

  @Test
  void workers_thatReachTheNetwork_areAWarning() {
    assertThat(PlatformChecks.workers(true).result()).isEqualTo(Check.Result.OK);
    assertThat(PlatformChecks.workers(false).result()).isEqualTo(Check.Result.WARN);
  }

  @Test
  void libc_unknown_isAWarning() throws IOException {
    assertThat(PlatformChecks.libc(List.of()).result()).isEqualTo(Check.Result.WARN);
  }

  private static String mapped(Path folder, String content) throws IOException {
    return "7f00 r-xp 0 08:01 1   " + Files.writeString(folder.resolve("libc.so.6"), content);
  }

  private static Run doctor(String... more) {
    var arguments =
        new ArrayList<>(List.of("doctor", "--port", "0", "--http-port", "0", "--admin-port", "0"));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(new String[0]));
  }
}
