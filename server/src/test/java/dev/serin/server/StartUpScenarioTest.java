package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.inference.GRPCInferenceServiceGrpc;
import dev.serin.inference.ModelReadyRequest;
import dev.serin.inference.ServerLiveRequest;
import dev.serin.inference.ServerReadyRequest;
import dev.serin.onnx.OnnxModels;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictionServiceGrpc;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ports are open while a slow model is loaded, or a liveness probe would kill the gateway. */
class StartUpScenarioTest {
  @TempDir
  Path folder;

  @Test
  void start_overAModelThatTakesLong_opensItsPortsBefore() throws Exception {
    var slow = Files.createDirectories(folder.resolve("repository/slow/1"));
    Files.write(slow.resolve("model.onnx"), OnnxModels.endlessLoop(-1));
    Files.writeString(folder.resolve("serin.yaml"), "limits: {runTimeout: 8s}\n");
    int grpc = freePort();
    int http = freePort();

    var gateway = CompletableFuture.supplyAsync(() -> start(grpc, http));
    Await.until(
        "the HTTP port answers that the model is being loaded",
        () -> readyz(http).equals("503 starting: loading slow/1\n"));

    var channel = Wire.channel(grpc);
    var prediction = PredictionServiceGrpc.newBlockingStub(channel);
    assertThat(Wire.error(() -> prediction.predict(PredictRequest.getDefaultInstance()))
            .getDescription())
        .isEqualTo("the gateway is starting: loading models");
    var inference = GRPCInferenceServiceGrpc.newBlockingStub(channel);
    assertThat(inference.serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
        .isTrue();
    assertThat(inference.serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
        .isFalse();
    assertThat(inference
            .modelReady(ModelReadyRequest.newBuilder().setName("slow").build())
            .getReady())
        .isFalse();
    channel.shutdownNow();
    try (var started = gateway.join()) {
      assertThat(readyz(http)).isEqualTo("200 ready\n");
      assertThat(started.notReady()).isEmpty();
    }
  }

  private Gateway start(int grpc, int http) {
    var files = new GatewayOptions.Files(
        folder.resolve("serin.yaml"), folder.resolve("repository"), folder.resolve(".serin"), null);
    try {
      return Gateway.start(
          new GatewayOptions(files, new GatewayOptions.Address("127.0.0.1", grpc, http, 0)));
    } catch (StartException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the answer; empty if the port is not open yet. */
  private static String readyz(int port) {
    var uri = URI.create("http://127.0.0.1:" + port + "/readyz");
    try {
      var answer = HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (Exception e) {
      return "";
    }
  }

  /**
   * Returns a free port, which is none of those that systems give to connections: one of these
   * could take it first.
   */
  private static int freePort() throws Exception {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // Another one is free.
      }
    }
  }
}
