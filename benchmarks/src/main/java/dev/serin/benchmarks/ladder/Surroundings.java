package dev.serin.benchmarks.ladder;

import dev.serin.benchmarks.ladder.servers.Place;
import dev.serin.benchmarks.ladder.servers.Rung;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Says on what and how a run was made. */
final class Surroundings {
  private Surroundings() {}

  static String text(Options options, Path folder) {
    var effort = options.effort();
    return "%d cores, %s; JDK %s; commit %s%nflags of our servers: %s%n"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                processor(),
                Runtime.version(),
                commit(folder),
                String.join(" ", Place.flags()))
        + "%d rounds of %.1f s in turn, after %.1f s of warm-up; medians, ratios of paired rounds%n"
            .formatted(effort.rounds(), effort.seconds(), effort.warmUp());
  }

  /** Returns a list of what each rung is. */
  static String rungs(List<Rung> rungs) {
    return rungs.stream()
        .map(rung -> "- " + rung.id() + ": " + rung.what() + "\n")
        .collect(Collectors.joining());
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return System.getProperty("os.arch"); // not Linux
    }
  }

  private static String commit(Path folder) {
    try {
      var git = new ProcessBuilder(
              "git", "-C", folder.toString(), "describe", "--always", "--dirty")
          .redirectErrorStream(true)
          .start();
      var line = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 ? line : "unknown";
    } catch (IOException e) {
      return "unknown"; // no git
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
