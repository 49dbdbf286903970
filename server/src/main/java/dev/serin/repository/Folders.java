package dev.serin.repository;

import dev.serin.model.VersionId;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tree {@code <root>/<model>/<version>/model.onnx}. Symbolic links are followed as long as the
 * file that they lead to is below the root.
 *
 * <p>Confined to the repository thread.
 */
final class Folders {
  private static final Logger log = LoggerFactory.getLogger(Folders.class);
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,18}");
  private static final String FILE = "model.onnx";

  /** The largest array, and nearly the largest protobuf message. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

  private final Path root;
  private final Complaints complaints = new Complaints(log);

  /**
   * What the tree holds.
   *
   * @param versions the folders of the versions
   * @param unreadable the models whose versions could not be listed
   */
  record Listing(Map<VersionId, Path> versions, Set<String> unreadable) {}

  /** Throws if the root is not a folder. */
  Folders(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(root.toString());
    }
    this.root = root.toRealPath();
  }

  /** Lists all versions. Throws if the root cannot be listed. */
  Listing list() throws IOException {
    var listing = new Listing(new LinkedHashMap<>(), new HashSet<>());
    complaints.begin();
    for (var folder : children(root)) {
      var model = name(folder);
      if (MODEL.matcher(model).matches() && Files.isDirectory(folder)) {
        list(model, folder, listing);
      } else {
        complaints.add(folder + " is ignored (expected: a folder named by letters, digits, . _ -)");
      }
    }
    return listing;
  }

  private void list(String model, Path folder, Listing listing) {
    List<Path> children;
    try {
      children = children(folder);
    } catch (IOException e) {
      listing.unreadable.add(model);
      complaints.add(folder + " cannot be listed: " + e);
      return;
    }
    for (var child : children) {
      var version = version(child);
      if (version > 0 && Files.isDirectory(child)) {
        listing.versions.put(new VersionId(model, version), child);
      } else {
        complaints.add(child + " is ignored (expected: a folder named by a positive integer)");
      }
    }
  }

  /** Looks at a version's folder, which may be gone. */
  Look look(@Nullable Path folder) {
    if (folder == null || !Files.isDirectory(folder)) {
      return new Look.Gone();
    }
    var file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return new Look.Unusable(FILE + " is missing");
    }
    try {
      return look(file.toRealPath(), file);
    } catch (IOException e) {
      return new Look.Unusable(FILE + " cannot be read");
    }
  }

  private Look look(Path real, Path file) throws IOException {
    if (!real.startsWith(root)) {
      return new Look.Unusable(FILE + " is outside the repository, behind a symbolic link");
    }
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      return new Look.Unusable(FILE + " is not a file");
    }
    if (!Files.isReadable(real)) {
      return new Look.Unusable(FILE + " cannot be read");
    }
    if (attributes.size() > MAX_BYTES) {
      return new Look.Unusable(
          FILE + ": " + attributes.size() + " bytes (expected: less than 2 GiB)");
    }
    return new Look.File(
        real,
        attributes.size(),
        attributes.lastModifiedTime(),
        String.valueOf(attributes.fileKey()));
  }

  /** The entries of a folder in the order of their names, without hidden ones. */
  private static List<Path> children(Path folder) throws IOException {
    var children = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(folder, entry -> !name(entry).startsWith("."))) {
      entries.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(children);
    return children;
  }

  /** The number that names a folder, or 0 if none does. */
  private static long version(Path folder) {
    if (!VERSION.matcher(name(folder)).matches()) {
      return 0;
    }
    try {
      return Long.parseLong(name(folder));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
