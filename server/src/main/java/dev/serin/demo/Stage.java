package dev.serin.demo;

import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinClient;
import dev.serin.server.Gateway;
import dev.serin.server.GatewayOptions;
import dev.serin.server.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The demo's own gateway, on free ports of this machine and in a temporary folder, with clients
 * connected to it. Must be closed once, by any thread.
 */
final class Stage implements AutoCloseable {
  /** The model whose versions are rolled out. */
  static final String MODEL = "watch-next";

  private static final String HOST = "127.0.0.1";

  private final Path folder;
  private final Gateway gateway;
  private final SerinClient client;
  private final SerinAdmin admin;

  private Stage(Path folder, Gateway gateway) {
    this.folder = folder;
    this.gateway = gateway;
    this.client = SerinClient.connect(HOST + ":" + gateway.grpcPort());
    this.admin = SerinAdmin.connect(HOST + ":" + gateway.adminPort());
  }

  /** Starts a gateway that serves these versions of the model, by their files. */
  static Stage open(Map<Long, Path> versions, String yaml) throws IOException, StartException {
    var folder = Files.createTempDirectory("serin-demo-");
    try {
      for (var version : versions.entrySet()) {
        install(folder, MODEL, version.getKey(), Files.readAllBytes(version.getValue()));
      }
      Files.writeString(folder.resolve("serin.yaml"), yaml);
      var files = new GatewayOptions.Files(
          folder.resolve("serin.yaml"),
          folder.resolve("repository"),
          folder.resolve("state"),
          /* key= */ null);
      var address = new GatewayOptions.Address(HOST, 0, 0, 0);
      return new Stage(
          folder,
          Gateway.start(new GatewayOptions(
              files, address, /* repositoryControl= */ false, /* workers= */ true)));
    } catch (IOException | StartException | RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  SerinClient client() {
    return client;
  }

  SerinAdmin admin() {
    return admin;
  }

  /** The addresses of the gateway, and its load. */
  Venue venue(int viewers, double callsPerSecond) {
    return new Venue(
        HOST + ":" + gateway.grpcPort(),
        HOST + ":" + gateway.adminPort(),
        HOST + ":" + gateway.httpPort(),
        viewers,
        callsPerSecond);
  }

  /** Puts a version into the repository, where the gateway finds it within a second or two. */
  void install(String model, long version, byte[] onnx) throws IOException {
    install(folder, model, version, onnx);
  }

  /** Removes a model from the repository. */
  void remove(String model) {
    delete(folder.resolve("repository").resolve(model));
  }

  private static void install(Path folder, String model, long version, byte[] onnx)
      throws IOException {
    var target =
        Files.createDirectories(folder.resolve("repository").resolve(model)).resolve(version + "");
    var unfinished = Files.createTempDirectory(folder, "version-");
    Files.write(unfinished.resolve("model.onnx"), onnx);
    Files.move(unfinished, target);
  }

  @Override
  public void close() {
    client.close();
    admin.close();
    gateway.close();
    delete(folder);
  }

  /** Files that cannot be deleted stay in the temporary folder of the machine. */
  private static void delete(Path folder) {
    if (Files.notExists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (var file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      return;
    }
  }
}
