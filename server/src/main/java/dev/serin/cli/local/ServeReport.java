package dev.serin.cli.local;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Table;
import dev.serin.model.Signature;
import dev.serin.model.VersionStatus;
import dev.serin.server.Gateway;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the versions and addresses of a started gateway. */
final class ServeReport {
  private final Gateway gateway;
  private final String host;
  private final GatewayFiles files;

  ServeReport(Gateway gateway, String host, GatewayFiles files) {
    this.gateway = gateway;
    this.host = host;
    this.files = files;
  }

  void print(Console console, boolean json) {
    var grpc = address(host, gateway.grpcPort());
    var http = address(host, gateway.httpPort());
    var admin = gateway.adminSocket().map(path -> "unix:" + path).orElseGet(this::adminPort);
    var notReady = gateway.notReady();
    if (json) {
      console.print(Json.line(Json.object(
          "grpc", grpc,
          "http", http,
          "admin", admin,
          "notReady", notReady,
          "versions", gateway.versions().stream().map(ServeReport::object).toList())));
      return;
    }
    printVersions(console);
    var ports = "grpc=" + grpc + " http=" + http + " admin=" + admin;
    console.print(
        notReady.isEmpty()
            ? "ready " + ports
            : "listening " + ports + " but not ready: " + String.join(", ", notReady));
  }

  private String adminPort() {
    return address(InetAddress.getLoopbackAddress().getHostAddress(), gateway.adminPort());
  }

  private void printVersions(Console console) {
    var table = new Table("MODEL", "VERSION", "STATE", "SIGNATURE", "REASON");
    gateway.versions().forEach(version -> add(table, version));
    if (!gateway.versions().isEmpty()) {
      table.print(console);
      return;
    }
    var folder = files.models();
    console.print(
        "no models in " + folder + " (expected: " + folder + "/<model>/<version>/model.onnx)");
    if (files.ofOneModel()) {
      console.print("this looks like the folder of one model: give its parent");
    }
  }

  private static Map<String, Object> object(VersionStatus version) {
    return Json.object(
        "model", version.id().model(),
        "version", version.id().version(),
        "state", version.state().name(),
        "reason", version.reason());
  }

  private static void add(Table table, VersionStatus version) {
    table.add(
        version.id().model(),
        Long.toString(version.id().version()),
        version.state().name(),
        version.loaded().map(loaded -> text(loaded.signature())).orElse("-"),
        version.reason());
  }

  private static String text(Signature signature) {
    return join(signature.inputs()) + " -> " + join(signature.outputs());
  }

  private static String join(List<?> specs) {
    return specs.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String address(String host, int port) {
    boolean bare = host.contains(":") && !host.startsWith("[");
    return (bare ? "[" + host + "]" : host) + ":" + port;
  }
}
