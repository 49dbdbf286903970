package dev.serin.cli.local;

import dev.serin.onnx.OnnxLoader;
import dev.serin.onnx.OnnxNatives;
import dev.serin.server.Confinement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether Java, the machine and its C library can run models. */
final class PlatformChecks {
  private static final int LEAST_JAVA = 17;
  private static final int LEAST_GLIBC_MINOR = 28;
  private static final Pattern LIBC = Pattern.compile("(/\\S*/libc(?:\\.so\\.6|-2\\.\\d+\\.so))$");
  private static final Pattern GLIBC_VERSION = Pattern.compile("release version 2\\.(\\d+)");

  private PlatformChecks() {}

  static List<Check> run() {
    var temporary = temporaryFolder();
    return List.of(
        java(Runtime.version().feature()),
        system(),
        libc(),
        workers(Confinement.withoutNetwork()),
        temporary,
        temporary.result() == Check.Result.OK
            ? runtime()
            : Check.warn("ONNX Runtime", "not tried", "it needs the temporary folder"));
  }

  static Check java(int version) {
    var found = "Java " + version + ", " + System.getProperty("java.vendor", "vendor unknown");
    return version >= LEAST_JAVA
        ? Check.ok("java", found)
        : Check.fail("java", found, "set JAVA_HOME to JDK 17 or newer");
  }

  private static Check system() {
    return Check.ok(
        "system",
        System.getProperty("os.name") + " on " + System.getProperty("os.arch") + ", "
            + Runtime.getRuntime().availableProcessors() + " cores");
  }

  private static Check libc() {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      return Check.ok("libc", "the system's own");
    }
    try {
      return libc(Files.readAllLines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Check.warn("libc", "unknown: " + e, "ONNX Runtime needs glibc 2.28 or newer");
    }
  }

  /**
   * Checks the C library of a process.
   *
   * @param maps the lines of its /proc/self/maps
   */
  static Check libc(List<String> maps) throws IOException {
    if (maps.stream().anyMatch(line -> line.contains("/ld-musl-"))) {
      return Check.fail(
          "libc", "musl", "ONNX Runtime needs glibc: use a Debian, Ubuntu or Red Hat image");
    }
    for (var line : maps) {
      var file = LIBC.matcher(line);
      if (file.find()) {
        return glibc(Path.of(file.group(1)));
      }
    }
    return Check.warn("libc", "unknown", "ONNX Runtime needs glibc 2.28 or newer");
  }

  private static Check glibc(Path file) throws IOException {
    var version =
        GLIBC_VERSION.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    if (!version.find()) {
      return Check.warn("libc", file + ", version unknown", "ONNX Runtime needs glibc 2.28");
    }
    var found = "glibc 2." + version.group(1);
    return Integer.parseInt(version.group(1)) >= LEAST_GLIBC_MINOR
        ? Check.ok("libc", found)
        : Check.fail("libc", found, "ONNX Runtime needs glibc 2.28 or newer: use a newer system");
  }

  /** Checks how far a process is confined in which files are loaded for the first time. */
  static Check workers(boolean withoutNetwork) {
    return withoutNetwork
        ? Check.ok("workers", "without network")
        : Check.warn(
            "workers",
            "with network",
            "files are first loaded in a process of their own, which can reach the network: allow"
                + " `unshare --map-current-user --net` to this user");
  }

  /** A gateway uses its state folder instead; the checks after this one need this folder. */
  private static Check temporaryFolder() {
    return OnnxNatives.temporaryFolderProblem()
        .map(problem -> Check.fail(
            "temporary files",
            problem,
            "run TMPDIR=DIR ./serin doctor; `serve` needs only its state folder"))
        .orElseGet(
            () -> Check.ok("temporary files", "writable: " + System.getProperty("java.io.tmpdir")));
  }

  private static Check runtime() {
    try {
      return Check.ok("ONNX Runtime", new OnnxLoader().runtimeVersion());
    } catch (LinkageError | RuntimeException e) {
      return Check.fail(
          "ONNX Runtime",
          "does not load: " + Optional.ofNullable(e.getMessage()).orElse(e.toString()),
          "see the lines above; it supports Linux, macOS on arm64 and Windows");
    }
  }
}
