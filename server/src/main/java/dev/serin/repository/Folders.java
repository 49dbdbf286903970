package dev.serin.repository;

import dev.serin.model.VersionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tree {@code <root>/<model>/<version>/model.onnx}. Folders may be symbolic links that lead to
 * others below the root; files may not.
 *
 * <p>Confined to the repository thread.
 */
final class Folders {
  private static final Logger log = LoggerFactory.getLogger(Folders.class);
  /** The names of models. */
  static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,18}");
  private static final String FILE = "model.onnx";

  private static final Pattern TEMPORARY =
      Pattern.compile("\\..*|.*(?:~|\\.(?:tmp|temp|part|partial|swp|crdownload))");

  private static final String GONE = "no longer in the repository";

  /** How deep below a version's folder its files may be. */
  private static final int MAX_DEPTH = 8;

  /** The largest protobuf message. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

  private final Path root;
  private final Complaints complaints = new Complaints(log);

  /**
   * The content of the tree.
   *
   * @param models the folders of the models
   * @param versions the folders of the versions
   * @param others what else lies in a model's folder, by model
   * @param unreadable the models whose versions could not be listed
   */
  record Listing(
      Map<String, Path> models,
      Map<VersionId, Path> versions,
      Map<String, List<String>> others,
      Set<String> unreadable) {}

  /** Throws if the root is not a folder. */
  Folders(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(root.toString());
    }
    this.root = root.toRealPath();
  }

  /** The root, absolute and without symbolic links. */
  Path root() {
    return root;
  }

  /** Lists all versions. Throws if the root cannot be listed. */
  Listing list() throws IOException {
    var listing = new Listing(
        new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new HashSet<>());
    complaints.begin();
    for (var folder : children(root)) {
      var model = name(folder);
      if (MODEL.matcher(model).matches() && Files.isDirectory(folder)) {
        list(model, folder, listing);
      } else {
        complaints.add(
            folder + " is ignored (expected: a folder named with letters, digits, . _ -)");
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
    listing.models.put(model, folder);
    var others = new ArrayList<String>();
    listing.others.put(model, others);
    for (var child : children) {
      var version = version(child);
      if (version > 0 && Files.isDirectory(child)) {
        listing.versions.put(new VersionId(model, version), child);
      } else {
        others.add(name(child));
      }
    }
  }

  /** The attributes of those of a folder's files that exist, without following links. */
  List<Look.Part> parts(Path folder, Set<String> names) throws IOException {
    var parts = new ArrayList<Look.Part>();
    if (folder.toRealPath().startsWith(root)) {
      for (var name : new TreeSet<>(names)) {
        if (Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
          parts.add(part(folder, name));
        }
      }
    }
    return List.copyOf(parts);
  }

  /** Whether there is a file of this name, or anything else. */
  boolean exists(Path folder, String name) {
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** Looks at a version's folder, which may no longer exist. */
  Look look(@Nullable Path folder) {
    if (folder == null || !Files.isDirectory(folder)) {
      return new Look.Gone(GONE);
    }
    try {
      var real = folder.toRealPath();
      if (!real.startsWith(root)) {
        return new Look.Unusable("its folder is outside the repository, behind a symbolic link");
      }
      return files(real);
    } catch (IOException e) {
      return new Look.Unusable("its folder cannot be read");
    }
  }

  private static Look files(Path folder) throws IOException {
    var model = folder.resolve(FILE);
    if (Files.isSymbolicLink(model)) {
      return new Look.Unusable(FILE + " is a symbolic link (expected: a file)");
    }
    if (Files.notExists(model)) {
      return new Look.Unusable(FILE + " is missing" + instead(folder));
    }
    if (!Files.isRegularFile(model, LinkOption.NOFOLLOW_LINKS)) {
      return new Look.Unusable(FILE + " is not a file");
    }
    if (!Files.isReadable(model)) {
      return new Look.Unusable(FILE + " cannot be read");
    }
    if (Files.size(model) > MAX_BYTES) {
      return new Look.Unusable(FILE + ": " + Files.size(model)
          + " bytes (expected: less than 2 GiB; larger models keep their weights in data files)");
    }
    var parts = new ArrayList<Look.Part>();
    try (var files = Files.walk(folder, MAX_DEPTH)) {
      for (var file : files.filter(each -> isPart(folder, each)).sorted().toList()) {
        parts.add(part(folder, folder.relativize(file).toString()));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new Look.Files(folder, parts);
  }

  /** Names another model file in the folder, which may have been meant. */
  private static String instead(Path folder) throws IOException {
    return children(folder).stream()
        .map(Folders::name)
        .filter(name -> name.endsWith(".onnx"))
        .findFirst()
        .map(name -> " (found: " + name + ")")
        .orElse("");
  }

  /** Whether a file is part of a version: not hidden, and not still being written. */
  private static boolean isPart(Path folder, Path file) {
    for (var name : folder.relativize(file)) {
      if (!name.toString().isEmpty() && TEMPORARY.matcher(name.toString()).matches()) {
        return false;
      }
    }
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** The attributes of a file below a version's folder. */
  static Look.Part part(Path folder, String path) throws IOException {
    var attributes = Files.readAttributes(
        folder.resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new Look.Part(
        path.replace('\\', '/'),
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

  /** The version number that names a folder, or 0 if its name is not one. */
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
