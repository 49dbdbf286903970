package dev.serin.benchmarks.ladder;

import dev.serin.benchmarks.ladder.report.Json;
import dev.serin.benchmarks.ladder.report.Picture;
import dev.serin.benchmarks.ladder.report.Readme;
import dev.serin.benchmarks.ladder.report.Rows;
import dev.serin.benchmarks.ladder.report.Tables;
import dev.serin.benchmarks.ladder.report.Target;
import dev.serin.benchmarks.ladder.report.Targets;
import dev.serin.benchmarks.ladder.servers.Place;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures the rungs of the ladder and prints their figures. */
public final class Main {
  private static final int USAGE = 64;

  private final Options options;
  private final Path home;
  private final Place place;
  private final PrintStream out;

  /**
   * Prepares a run.
   *
   * @param home the folder of the benchmarks' page
   */
  Main(Options options, Path home, Place place, PrintStream out) {
    this.options = options;
    this.home = home;
    this.place = place;
    this.out = out;
  }

  /**
   * Exits with 0; with 1 if a server failed, or with {@code --check} if a target is missed; with 64
   * if it is called wrongly.
   */
  public static void main(String[] arguments) throws Exception {
    Options options;
    try {
      options = Options.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("ladder: " + e.getMessage());
      System.exit(USAGE);
      return;
    }
    var home = Path.of(System.getProperty("ladder.home", ".")).toAbsolutePath().normalize();
    var target = home.resolve("target");
    var place = new Place(target.resolve("ladder"), target.resolve("peers"));
    System.exit(new Main(options, home, place, System.out).run() ? 0 : 1);
  }

  boolean run() throws Exception {
    long start = System.nanoTime();
    var surroundings = Surroundings.text(options, home);
    out.println(surroundings + Surroundings.rungs(options.rungs()));
    out.println("models, logs and state of the servers: " + place.folder() + "\n");
    var ladder = new Ladder(options, place, out);
    var rows = ladder.run();
    write(rows, surroundings);
    ladder.missing().forEach(missing -> out.println("!! MISSING " + missing));
    ladder.failures().forEach(failure -> out.println("!! FAILED " + failure));
    boolean reached = !options.output().check() || check(rows);
    out.printf("%.0f seconds%n", (System.nanoTime() - start) / 1e9);
    return reached && ladder.failures().isEmpty();
  }

  private void write(Rows rows, String surroundings) throws IOException {
    int inFlight = options.effort().inFlight();
    var output = options.output();
    if (output.json().isPresent()) {
      Files.writeString(output.json().get(), Json.write(rows.all()));
    }
    if (output.picture().isPresent()) {
      Files.writeString(output.picture().get(), new Picture(rows, inFlight).svg());
    }
    if (output.readme()) {
      var page = home.resolve("README.md");
      var text = "`benchmarks/ladder " + options.text() + "`\n\n```\n" + surroundings + "```\n\n"
          + new Tables(rows, inFlight).text();
      Files.writeString(page, Readme.replace(Files.readString(page), text));
    }
  }

  private boolean check(Rows rows) {
    var targets = new Targets(rows, options.effort().inFlight()).all();
    targets.stream()
        .filter(target -> target.found().isPresent())
        .map(Target::text)
        .forEach(out::println);
    var unknown = targets.stream()
        .filter(target -> target.found().isEmpty())
        .map(Target::what)
        .toList();
    if (!unknown.isEmpty()) {
      out.println(unknown.size() + " targets not measured: " + String.join("; ", unknown));
    }
    return targets.stream().noneMatch(Target::isMissed);
  }
}
