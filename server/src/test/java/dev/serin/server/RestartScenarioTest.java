package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.client.FeedbackResult.Result;
import dev.serin.client.Model;
import dev.serin.client.Prediction;
import dev.serin.client.SerinException;
import dev.serin.client.SplitRevision;
import dev.serin.model.VersionStatus;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state that a gateway keeps over a restart. */
class RestartScenarioTest {
  private static final String CONFIG =
      "models:\n  digits:\n    split: {1: 1}\n" + TestGateway.QUALITY;

  @TempDir
  Path folder;

  @Test
  void firstStart_withoutASplit_givesEverybodyTheHighestReadyVersion() throws Exception {
    TestGateway.copyVersion(folder, 1);
    TestGateway.copyVersion(folder, 2);
    breakVersion(3);
    try (var serin = TestGateway.start(folder)) {
      assertThat(serin.admin().split("digits").revision()).isEqualTo(1);
      assertThat(serin.admin().split("digits").split()).containsExactly(Map.entry(2L, "1"));
      assertThat(serin.predict("alice").version()).isEqualTo(2);
    }
  }

  @Test
  void restart_keepsSplitUsersNumbersAndHistory() throws Exception {
    Map<String, Long> before;
    SplitRevision revision;
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      serin.split(Map.of(1L, "0.9", 2L, "0.1"));
      revision = serin.split(Map.of(1L, "0.5", 2L, "0.5"));
      before = versions(serin);
    }
    try (var serin = TestGateway.start(folder)) {
      assertThat(serin.admin().split("digits")).isEqualTo(revision);
      assertThat(serin.admin().history("digits", 0))
          .extracting(SplitRevision::revision)
          .containsExactly(3L, 2L, 1L);
      assertThat(versions(serin)).isEqualTo(before);
      assertThat(serin.split(Map.of(1L, "0.4", 2L, "0.6")).revision()).isEqualTo(4);
    }
  }

  @Test
  void restart_appliesAnEditMadeMeanwhile_butNoUnchangedFile() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      serin.split(Map.of(1L, "0.9", 2L, "0.1"));
    }
    try (var serin = TestGateway.start(folder)) {
      assertThat(serin.admin().split("digits").split()).containsEntry(2L, "0.1");
    }
    Files.writeString(folder.resolve("serin.yaml"), CONFIG.replace("{1: 1}", "{1: 0.8, 2: 0.2}"));
    try (var serin = TestGateway.start(folder)) {
      assertThat(serin.admin().split("digits").split()).containsEntry(2L, "0.2");
      assertThat(serin.admin().split("digits").revision()).isEqualTo(3);
    }
  }

  @Test
  void restart_overAReplacedFile_servesTheCopyWithANote() throws Exception {
    TestGateway.start(folder, CONFIG, 1, 2).close();
    var versions = folder.resolve("repository/digits");
    Files.copy(
        versions.resolve("1/model.onnx"),
        versions.resolve("2/model.onnx"),
        StandardCopyOption.REPLACE_EXISTING);
    TestGateway.start(folder).close();

    try (var serin = TestGateway.start(folder)) {
      assertThat(serin.gateway().versions())
          .extracting(VersionStatus::state)
          .containsOnly(VersionStatus.State.READY);
      assertThat(serin.gateway().versions().get(0).reason()).isEmpty();
      assertThat(serin.admin().status("digits").notes())
          .singleElement()
          .isEqualTo(
              "version 2: the files changed, the admitted ones are still served: versions are immutable, use a new number");
    }
  }

  @Test
  void restart_stillTakesLabelsAndCountsThemOnce() throws Exception {
    Prediction labelled;
    Prediction open;
    try (var serin = TestGateway.start(folder, CONFIG, 1)) {
      labelled = serin.predict("alice");
      open = serin.predict("bob");
      assertThat(serin.label(labelled, "3").result()).isEqualTo(Result.ACCEPTED);
    }
    try (var serin = TestGateway.start(folder)) {
      assertThat(serin.label(labelled, "3").result()).isEqualTo(Result.DUPLICATE);
      assertThat(serin.label(open, "3").result()).isEqualTo(Result.ACCEPTED);
    }
  }

  @Test
  void labels_countAtAnotherGatewayWithTheSameKey_andOnlyThere() throws Exception {
    var key = folder.resolve("shared.key");
    Files.writeString(key, "00112233445566778899aabbccddeeff".repeat(2) + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    var here = prepare("here");
    var there = prepare("there");
    var stranger = prepare("stranger");
    try (var one = TestGateway.start(here, key);
        var two = TestGateway.start(there, key);
        var other = TestGateway.start(stranger)) {
      var prediction = one.predict("alice");

      assertThat(other.label(prediction, "3").result()).isEqualTo(Result.INVALID);
      assertThat(two.label(prediction, "3").result()).isEqualTo(Result.ACCEPTED);
    }
  }

  @Test
  void restart_overBrokenFiles_theCopiesServeOn() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      serin.split(Map.of(1L, "0.5", 2L, "0.5"));
    }
    breakVersion(1);
    Files.delete(folder.resolve("repository/digits/2/model.onnx"));

    try (var serin = TestGateway.start(folder)) {
      assertThat(versions(serin)).containsValues(1L, 2L);
      assertThat(serin.admin().status("digits").notes())
          .contains(
              "version 1: not an ONNX model, or truncated", "version 2: model.onnx is missing");
    }
  }

  @Test
  void restart_withABrokenCanary_givesItsUsersStableAndSaysSo() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      serin.split(Map.of(1L, "0.5", 2L, "0.5"));
    }
    breakVersion(2);
    loseCopies();
    try (var serin = TestGateway.start(folder);
        var wire = new Wire(serin.gateway())) {
      assertThat(versions(serin)).containsValue(1L).doesNotContainValue(2L);
      var status = serin.admin().status("digits");
      assertThat(status.model().state()).isEqualTo(Model.State.DEGRADED);
      assertThat(status.revision().orElseThrow().absent()).containsExactly(2L);
      assertThat(String.join("\n", status.notes())).contains("version 2 is REJECTED");
      assertThat(health(wire, "digits")).isEqualTo(ServingStatus.SERVING);
      assertThat(get(serin, "/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void restart_withABrokenStable_doesNotServe() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      serin.split(Map.of(1L, "0.5", 2L, "0.5"));
    }
    breakVersion(1);
    loseCopies();
    try (var serin = TestGateway.start(folder);
        var wire = new Wire(serin.gateway())) {
      assertThat(serin.admin().status("digits").model().state()).isEqualTo(Model.State.NOT_SERVING);
      assertThat(health(wire, "digits")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(health(wire, "")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(get(serin, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(serin, "/readyz").body())
          .isEqualTo("digits: stable is not ready\nno model is ready\n");
      assertThat(get(serin, "/healthz").statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> serin.predict(""))
          .isInstanceOfSatisfying(
              SerinException.class, error -> assertThat(error.code()).isEqualTo("UNAVAILABLE"));
    }
  }

  @Test
  void start_onAStateFolderInUse_isRefused() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1)) {
      assertThatThrownBy(() -> TestGateway.start(folder))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(folder.resolve(".serin").toString())
          .hasMessageContaining("expected: ");

      assertThat(serin.predict("alice").version()).isEqualTo(1);
    }
  }

  @Test
  void start_onAStateFolderThatCannotBeWritten_isRefused() throws Exception {
    Files.writeString(folder.resolve(".serin"), "a file where a folder should be");

    assertThatThrownBy(() -> TestGateway.start(folder, CONFIG, 1))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(folder.resolve(".serin").toString());
  }

  @Test
  void start_onABadFile_tellsAllMistakesWithTheirPlaces() throws Exception {
    var config = "runners: none\nmodells: {}\nmodels:\n  digits:\n    split: {1: 0.5}\n";

    assertThatThrownBy(() -> TestGateway.start(folder, config, 1))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("serin.yaml:1:10: ")
        .hasMessageContaining("serin.yaml:2:1: ")
        .hasMessageContaining("serin.yaml:5:12: ");
  }

  @Test
  void start_onAPortInUse_isRefusedAndLeavesNothingOpen() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1)) {
      var other = prepare("other");
      var files = new GatewayOptions.Files(
          other.resolve("serin.yaml"), other.resolve("repository"), other.resolve(".serin"), null);
      int port = serin.gateway().grpcPort();
      var taken = new GatewayOptions.Address("127.0.0.1", 0, port, port);

      assertThatThrownBy(() -> Gateway.start(new GatewayOptions(files, taken)))
          .isInstanceOf(StartException.class)
          .hasMessage(
              "--http-port: %s is in use (expected: a free port; 0 picks one)%n"
                  + "--admin-port: %<s is in use (expected: a free port; 0 picks one)",
              port);

      assertThat(other.resolve(".serin")).doesNotExist();
      TestGateway.start(other).close();
    }
  }

  /** A model that is being copied, or broken, must not keep calls from all others. */
  @Test
  void start_besideAModelThatNeverServed_isReady() throws Exception {
    var other = Files.createDirectories(folder.resolve("repository/other/1"));
    Files.writeString(other.resolve(".model.onnx.Ab3"), "part of a model");
    try (var serin = TestGateway.start(folder, CONFIG, 1);
        var wire = new Wire(serin.gateway())) {
      assertThat(get(serin, "/readyz").body()).isEqualTo("ready\n");
      assertThat(health(wire, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(health(wire, "digits")).isEqualTo(ServingStatus.SERVING);
      assertThat(health(wire, "other")).isEqualTo(ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void start_withoutModels_isNotReady() throws Exception {
    try (var serin = TestGateway.start(folder, "models: {}\n")) {
      assertThat(get(serin, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(serin, "/readyz").body()).isEqualTo("no models\n");
    }
  }

  private Path prepare(String name) throws IOException {
    var path = Files.createDirectories(folder.resolve(name));
    TestGateway.copyVersion(path, 1);
    Files.writeString(path.resolve("serin.yaml"), CONFIG);
    return path;
  }

  private void breakVersion(long version) throws IOException {
    var path = Files.createDirectories(folder.resolve("repository/digits/" + version));
    Files.writeString(path.resolve("model.onnx"), "garbage");
  }

  /** Deletes the copies that versions are loaded from. */
  private void loseCopies() throws IOException {
    try (var files = Files.walk(folder.resolve(".serin/models"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Map<String, Long> versions(TestGateway serin) {
    return IntStream.range(0, 50)
        .mapToObj(i -> "user-" + i)
        .collect(Collectors.toMap(user -> user, user -> serin.predict(user).version()));
  }

  private static ServingStatus health(Wire wire, String service) {
    return Wire.health(wire.data)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static HttpResponse<String> get(TestGateway serin, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + serin.gateway().httpPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
