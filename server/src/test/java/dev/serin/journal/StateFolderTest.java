package dev.serin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir
  private Path parent;

  @Test
  void open_notThere_isMade() throws IOException {
    try (var folder = StateFolder.open(parent.resolve("a/b"))) {
      assertThat(folder.path()).isDirectory();
    }
  }

  @Test
  void clearTemporary_whatAKilledProcessLeft_isGone() throws IOException {
    Files.createDirectories(parent.resolve("tmp/left/behind"));
    Files.writeString(parent.resolve("tmp/left/file"), "text");
    var outside = Files.writeString(parent.resolve("outside"), "text");
    Files.createSymbolicLink(parent.resolve("tmp/link"), parent);

    try (var folder = StateFolder.open(parent)) {
      folder.clearTemporary();
    }

    assertThat(parent.resolve("tmp")).isEmptyDirectory();
    assertThat(outside).hasContent("text");
  }

  @Test
  void clearTemporary_notThere_isMade() throws IOException {
    try (var folder = StateFolder.open(parent)) {
      folder.clearTemporary();
    }

    assertThat(parent.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void open_heldInThisProcess_isRefused() throws IOException {
    try (var held = StateFolder.open(parent)) {
      assertThatIOException()
          .isThrownBy(() -> StateFolder.open(held.path()))
          .withMessage(
              "state: " + parent + " is in use by another gateway, with pid "
                  + ProcessHandle.current().pid()
                  + " (expected: a folder not in use; stop that gateway first, or choose another folder)");
    }
  }

  @Test
  void open_heldByAnotherProcess_isRefused() throws Exception {
    var other = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            parent.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try (var output = other.inputReader(UTF_8)) {
      assertThat(output.readLine()).isEqualTo("held " + parent);
      assertThatIOException()
          .isThrownBy(() -> StateFolder.open(parent))
          .withMessageContaining("is in use by another gateway, with pid " + other.pid() + " ");
    } finally {
      other.destroyForcibly().waitFor();
    }
    StateFolder.open(parent).close();
  }

  @Test
  void open_heldByNobodyKnows_isRefused() throws IOException {
    try (var held = StateFolder.open(parent)) {
      Files.writeString(parent.resolve("lock"), "");

      assertThatIOException()
          .isThrownBy(() -> StateFolder.open(held.path()))
          .withMessageContaining("is in use by another gateway (");
    }
  }

  @Test
  void open_closedBefore_isOpen() throws IOException {
    StateFolder.open(parent).close();

    try (var folder = StateFolder.open(parent)) {
      assertThat(folder.path()).isEqualTo(parent);
    }
  }

  @Test
  void open_notAFolder_isRefused() throws IOException {
    var file = Files.createFile(parent.resolve("file"));

    assertThatIOException()
        .isThrownBy(() -> StateFolder.open(file))
        .withMessageStartingWith("state: " + file + " (expected: a writable folder): ");
  }

  /** Keeps a state folder open until its input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (var folder = StateFolder.open(Path.of(args[0]))) {
        System.out.println("held " + folder.path());
        var unused = System.in.read();
      }
    }
  }
}
