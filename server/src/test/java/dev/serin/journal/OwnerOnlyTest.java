package dev.serin.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
  @TempDir
  private Path folder;

  @Test
  void create_newFolder_isTheOwnersOnly() throws IOException {
    OwnerOnly.create(folder.resolve("a/state"));

    assertThat(permissions(folder.resolve("a/state"))).isEqualTo("rwx------");
  }

  @Test
  void create_folderOfAFormerRelease_isClosedToOthers() throws IOException {
    var state = Files.createDirectory(folder.resolve("state"));
    var file = Files.writeString(state.resolve("versions"), "");
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    OwnerOnly.create(state);

    assertThat(permissions(state)).isEqualTo("rwx------");
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
