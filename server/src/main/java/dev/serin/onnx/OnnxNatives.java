package dev.serin.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's native libraries, which it unpacks into the temporary folder at each start unless
 * the system property {@code onnxruntime.native.path} names a folder that has them. It creates a
 * folder there in either case.
 */
public final class OnnxNatives {
  private static final List<String> REQUIRED = List.of("onnxruntime", "onnxruntime4j_jni");

  /** Exists on some platforms only; there it would be unpacked too. */
  private static final String OPTIONAL = "onnxruntime_providers_shared";

  private OnnxNatives() {}

  /** Why ONNX Runtime cannot create its temporary folder; empty if it can. */
  public static Optional<String> temporaryFolderProblem() {
    try {
      Files.delete(Files.createTempDirectory("serin-"));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("temporary folder: " + System.getProperty("java.io.tmpdir")
          + " is not writable (expected: a writable folder; set TMPDIR to another one): " + e);
    }
  }

  /**
   * Unpacks this platform's libraries into a folder, unless they are there already. Each appears
   * complete or not at all.
   *
   * @throws IOException if the folder cannot be written, or there are none for this platform
   */
  public static void unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var library : REQUIRED) {
      var resource = resource(library);
      if (resource == null) {
        throw new IOException("platform: " + platform()
            + " (expected: one that ONNX Runtime has libraries for, such as linux-x64)");
      }
      unpack(resource, folder.resolve(System.mapLibraryName(library)));
    }
    var optional = resource(OPTIONAL);
    if (optional != null) {
      unpack(optional, folder.resolve(System.mapLibraryName(OPTIONAL)));
    }
  }

  private static void unpack(URL resource, Path file) throws IOException {
    var connection = resource.openConnection();
    try (var in = connection.getInputStream()) {
      if (Files.exists(file) && Files.size(file) == connection.getContentLengthLong()) {
        return;
      }
      var whole = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
      try {
        Files.copy(in, whole, StandardCopyOption.REPLACE_EXISTING);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(whole);
      }
    }
  }

  private static @Nullable URL resource(String library) {
    return OrtEnvironment.class.getResource(
        "native/" + platform() + "/" + System.mapLibraryName(library));
  }

  /** The platform as the binding's jar names it. */
  private static String platform() {
    return system(System.getProperty("os.name", "").toLowerCase(Locale.ROOT))
        + "-"
        + architecture(System.getProperty("os.arch", "").toLowerCase(Locale.ROOT));
  }

  private static String system(String name) {
    if (name.contains("mac") || name.contains("darwin")) {
      return "osx";
    }
    return name.contains("win") ? "win" : name;
  }

  private static String architecture(String name) {
    return name.equals("amd64") || name.equals("x86_64") ? "x64" : name;
  }
}
