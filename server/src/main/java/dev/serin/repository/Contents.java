package dev.serin.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelLoader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/*
 * The files that are hashed and checked must be the files that are loaded, and must not change
 * while they are loaded: ONNX Runtime reads them again, and maps some of them. So they are copied
 * into a folder of the gateway, named by their hash, and loaded from there. Files are opened
 * without following links, so that none outside the version's folder is read.
 */

/**
 * Copies the files of versions into a folder, or only hashes them in place.
 *
 * <p>Confined to the repository thread.
 */
final class Contents {
  private static final String MODEL = "model.onnx";
  private static final String NEW = ".new";
  private static final String SHA256_GLOB = "[0-9a-f]".repeat(64);
  private static final int BUFFER_BYTES = 1 << 20;

  private final ModelLoader loader;
  private final @Nullable Path copies;

  /**
   * Copies files into a folder, which is created when it is needed.
   *
   * @param copies the folder; null to leave files in place
   */
  Contents(ModelLoader loader, @Nullable Path copies) {
    this.loader = loader;
    this.copies = copies;
  }

  /**
   * Hashes, checks and copies the files that a scan saw.
   *
   * @return nothing if the files have changed since
   * @throws RejectedException if the files cannot be served or copied
   */
  Optional<Content> take(Look.Files seen) throws IOException, RejectedException {
    var hashes = hashes(seen);
    if (!unchanged(seen, hashes)) {
      return Optional.empty();
    }
    var sha256 = sha256(hashes);
    if (copies == null) {
      return Optional.of(new Content(sha256, seen.folder().resolve(MODEL)));
    }
    var known = whole(copies.resolve(sha256), sha256, hashes.keySet());
    return known.isPresent() ? known : copied(seen, hashes, sha256, copies);
  }

  /** Returns an earlier copy by its hash, if its files still have that hash. */
  Optional<Content> copy(String sha256) throws IOException {
    if (copies == null) {
      return Optional.empty();
    }
    var folder = copies.resolve(sha256);
    try {
      var paths = new TreeSet<>(loader.dataFiles(folder.resolve(MODEL)).keySet());
      paths.add(MODEL);
      return whole(folder, sha256, paths);
    } catch (ModelLoadException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Deletes all copies but those with these hashes. */
  void retain(Set<String> hashes) throws IOException {
    if (copies == null || Files.notExists(copies)) {
      return;
    }
    try (var folders = Files.newDirectoryStream(copies, SHA256_GLOB)) {
      for (var folder : folders) {
        if (!hashes.contains(String.valueOf(folder.getFileName()))) {
          deleteAll(folder);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private SortedMap<String, String> hashes(Look.Files seen) throws IOException, RejectedException {
    checkPart(seen, part(seen, MODEL, 0));
    var hashes = new TreeMap<String, String>();
    hashes.put(MODEL, hash(seen.folder().resolve(MODEL)));
    for (var data : dataFiles(seen.folder().resolve(MODEL)).entrySet()) {
      var part = part(seen, data.getKey(), data.getValue());
      checkPart(seen, part);
      hashes.put(part.path(), hash(seen.folder().resolve(part.path())));
    }
    return hashes;
  }

  /** Copies the files; returns nothing if the copy differs from what was hashed and checked. */
  private Optional<Content> copied(
      Look.Files seen, SortedMap<String, String> hashes, String sha256, Path copies)
      throws IOException, RejectedException {
    var next = copies.resolve(NEW);
    try {
      deleteAll(next);
      for (var path : hashes.keySet()) {
        copy(seen.folder().resolve(path), next.resolve(path));
      }
      if (whole(next, sha256, hashes.keySet()).isEmpty()) {
        return Optional.empty();
      }
      deleteAll(copies.resolve(sha256));
      Files.move(next, copies.resolve(sha256), StandardCopyOption.ATOMIC_MOVE);
      return Optional.of(new Content(sha256, copies.resolve(sha256).resolve(MODEL)));
    } catch (IOException e) {
      throw new RejectedException(
          "copying its files into the state folder failed: " + e.getMessage(), e);
    } finally {
      deleteAll(next);
    }
  }

  /** Returns the content of a folder of copies, if these files in it have this hash. */
  private static Optional<Content> whole(Path folder, String sha256, Set<String> paths)
      throws IOException {
    try {
      var hashes = new TreeMap<String, String>();
      for (var path : paths) {
        hashes.put(path, hash(folder.resolve(path)));
      }
      return Optional.of(new Content(sha256(hashes), folder.resolve(MODEL)))
          .filter(content -> content.sha256().equals(sha256));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Map<String, Long> dataFiles(Path model) throws IOException, RejectedException {
    try {
      return loader.dataFiles(model);
    } catch (ModelLoadException e) {
      throw new RejectedException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Look.Part part(Look.Files seen, String path, long bytes) throws RejectedException {
    var part = seen.part(path)
        .orElseThrow(() -> new RejectedException(path
            + (Files.isSymbolicLink(seen.folder().resolve(path))
                ? " is a symbolic link"
                : " is missing")
            + " (expected: a file inside the version's folder, because model.onnx names it)"));
    if (part.size() < bytes) {
      throw new RejectedException(path + ": " + part.size() + " bytes (expected: at least " + bytes
          + ", as model.onnx says)");
    }
    return part;
  }

  private static void copy(Path file, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (var from = open(file);
        var to =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long done = 0; done < from.size(); ) {
        done += from.transferTo(done, from.size() - done, to);
      }
      to.force(true);
    }
  }

  /** Refuses a hard link, which may be to a file outside the folder. */
  private static void checkPart(Look.Files seen, Look.Part part)
      throws IOException, RejectedException {
    var file = seen.folder().resolve(part.path());
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    if (Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer names
        && names != 1) {
      throw new RejectedException(part.path() + ": a hard link, " + names
          + " names (expected: 1; copy the file instead of linking it)");
    }
  }

  private static boolean unchanged(Look.Files seen, Map<String, String> hashes) throws IOException {
    for (var path : hashes.keySet()) {
      if (!seen.part(path).equals(Optional.of(Folders.part(seen.folder(), path)))) {
        return false;
      }
    }
    return true;
  }

  private static String sha256(Map<String, String> hashes) {
    if (hashes.size() == 1) {
      return hashes.values().iterator().next();
    }
    var lines = new StringBuilder();
    hashes.forEach((path, hash) -> lines.append(hash).append("  ").append(path).append('\n'));
    return HexFormat.of().formatHex(digest().digest(lines.toString().getBytes(UTF_8)));
  }

  private static String hash(Path file) throws IOException {
    var digest = digest();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (var in = open(file)) {
      while (in.read(buffer.clear()) >= 0) {
        digest.update(buffer.flip());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
