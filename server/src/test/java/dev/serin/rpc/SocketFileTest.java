package dev.serin.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketFileTest {
  /** Only its owner can enter it, as all temporary folders of JUnit. */
  @TempDir
  private Path folder;

  @Test
  void prepare_noFolder_makesItForItsOwnerOnly() throws IOException {
    var made = folder.resolve("a/b");

    SocketFile.prepare(made.resolve("socket")).close();

    assertThat(made).isEmptyDirectory();
    assertThat(permissions(made)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("a"))).isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwx--x---", "rwx-----x", "rwxr-xr-x", "rwxrwx---"})
  void prepare_folderOpenToOthers_isRefused(String permissions) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));

    assertThatIOException()
        .isThrownBy(() -> SocketFile.prepare(folder.resolve("socket")))
        .withMessage("admin socket: " + folder
            + " is open to other users (expected: a folder with mode 0700, such as"
            + " the state folder)");
  }

  @Test
  void problem_socketThatAProcessLeft_isNone() throws IOException {
    var path = folder.resolve("socket");
    listen(path, 1).close();

    assertThat(path).exists();
    assertThat(SocketFile.problem(path)).isEmpty();
  }

  @Test
  void prepare_socketThatAProcessListensOn_isRefusedAndStays() throws IOException {
    var path = folder.resolve("socket");
    try (var other = listen(path, 1)) {
      assertThatIOException()
          .isThrownBy(() -> SocketFile.prepare(path))
          .withMessage("admin socket: " + path
              + " is in use (expected: a socket that no process listens on)");
      assertThat(other.accept()).isNotNull();
      assertThat(path).exists();
    }
  }

  /** A blocking connection would wait for that process, and so would the gateway's start. */
  @Test
  void prepare_socketOfAProcessThatHangs_isRefused() throws IOException {
    var path = folder.resolve("socket");
    try (var other = listen(path, 1);
        var first = SocketChannel.open(UnixDomainSocketAddress.of(path));
        var second = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertThat(other.isOpen() && first.isConnected() && second.isConnected()).isTrue();

      assertThat(SocketFile.problem(path))
          .hasValueSatisfying(text -> assertThat(text).contains("is in use"));
    }
  }

  @Test
  void prepare_fileThatIsNoSocket_isRefusedAndStays() throws IOException {
    var path = Files.writeString(folder.resolve("socket"), "mine");

    assertThatIOException()
        .isThrownBy(() -> SocketFile.prepare(path))
        .withMessage("admin socket: " + path + " is not a socket (expected: an unused path)");
    assertThat(path).hasContent("mine");
  }

  @Test
  void prepare_linkToASocket_isRefusedAndStays() throws IOException {
    var path = folder.resolve("socket");
    var target = folder.resolve("target");
    listen(target, 1).close();
    Files.createSymbolicLink(path, target);

    assertThatIOException()
        .isThrownBy(() -> SocketFile.prepare(path))
        .withMessageContaining("is not a socket");
    assertThat(target).exists();
  }

  @Test
  void problem_pathOf106Bytes_isNone() throws IOException {
    var path = path(106);
    listen(path, 1).close();

    assertThat(SocketFile.problem(path)).isEmpty();
  }

  @Test
  void problem_longerPath_isTold() {
    var path = path(107);

    assertThat(SocketFile.problem(path))
        .hasValue(path + " has 107 bytes (expected: at most 106, for a Unix domain socket)");
  }

  private Path path(int bytes) {
    return folder.resolve("x".repeat(bytes - folder.toString().length() - 1));
  }

  private static ServerSocketChannel listen(Path path, int backlog) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path), backlog);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
