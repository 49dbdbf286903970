package dev.serin.benchmarks.ladder.peers;

import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.benchmarks.ladder.servers.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The peers' programs, each in a Python environment of its own. */
final class Programs {
  private static final String PYTHON = "python3*";

  private Programs() {}

  /** Returns why a program is not there, if it is not. */
  static Optional<String> missing(Place place, String peer, String program) {
    var file = place.peers().resolve(peer).resolve("bin").resolve(program);
    return Files.isExecutable(file)
        ? Optional.empty()
        : Optional.of(file + " does not exist (benchmarks/peers installs it)");
  }

  /** Returns the folder of a peer's packages. */
  static Path packages(Place place, String peer) throws IOException {
    return python(place, peer).resolve("site-packages");
  }

  /** Returns the folder of a peer's Python, whose name ends with its version. */
  static Path python(Place place, String peer) throws IOException {
    var lib = place.peers().resolve(peer).resolve("lib");
    try (DirectoryStream<Path> pythons = Files.newDirectoryStream(lib, PYTHON)) {
      return pythons.iterator().next();
    }
  }

  /** Copies a file that comes with the ladder. */
  static void copy(String resource, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (var in = Objects.requireNonNull(Programs.class.getResourceAsStream(resource), resource)) {
      Files.write(to, in.readAllBytes());
    }
  }

  /** Returns ports that were free just now. */
  static List<Integer> freePorts(int count) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  /** Returns the sizes of a row's dimensions, with commas between. */
  static String sizes(Model model) {
    return model.shape().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Returns the search path for programs, with those of a peer in front. */
  static String path(Place place, String peer) {
    return place.peers().resolve(peer).resolve("bin") + ":" + System.getenv("PATH");
  }
}
