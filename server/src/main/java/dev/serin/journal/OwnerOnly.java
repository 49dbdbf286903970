package dev.serin.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Denies other users of the machine access to a folder, where the system supports that. */
final class OwnerOnly {
  private static final Logger log = LoggerFactory.getLogger(OwnerOnly.class);
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** Creates a folder and its parents, unless they exist. */
  static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      close(folder);
      return;
    }
    Files.createDirectories(folder);
    if (posix(folder)) {
      Files.setPosixFilePermissions(folder, FOLDER);
    }
  }

  /** Removes the access of other users to an existing folder and the files in it. */
  private static void close(Path folder) throws IOException {
    if (!posix(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (var path : all.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        var wanted = Files.isDirectory(path) ? FOLDER : FILE;
        if (!wanted.containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))) {
          Files.setPosixFilePermissions(path, wanted);
          if (path.equals(folder)) {
            log.info("{}: removed the access of other users", folder);
          }
        }
      }
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
