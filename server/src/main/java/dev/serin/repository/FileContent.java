package dev.serin.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The bytes of a model's file and their hash. Nobody writes to the bytes. */
final class FileContent {
  private final byte[] bytes;
  private final String sha256;

  private FileContent(byte[] bytes) {
    this.bytes = bytes;
    this.sha256 = HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** Reads a file, or returns nothing if it no longer is what was seen. */
  static Optional<FileContent> read(Look.File seen) throws IOException {
    byte[] bytes;
    try (var in =
        Files.newInputStream(seen.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes(Math.toIntExact(seen.size()));
    }
    var now =
        Files.readAttributes(seen.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    var unchanged = bytes.length == seen.size()
        && now.size() == seen.size()
        && now.lastModifiedTime().equals(seen.modified())
        && String.valueOf(now.fileKey()).equals(seen.key());
    return unchanged ? Optional.of(new FileContent(bytes)) : Optional.empty();
  }

  /** The bytes themselves, not a copy. */
  byte[] bytes() {
    return bytes;
  }

  /** In hexadecimal. */
  String sha256() {
    return sha256;
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
