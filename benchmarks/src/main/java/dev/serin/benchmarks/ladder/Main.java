package dev.serin.benchmarks.ladder;

import dev.serin.benchmarks.ladder.servers.Place;
import java.io.PrintStream;
import java.nio.file.Path;

/** Measures the rungs of the ladder and prints their figures. */
public final class Main {
  private static final int USAGE = 64;

  private Main() {}

  /**
   * Exits with 0; with 1 if a server failed or a target is missed; with 64 if it is called wrongly.
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
    var target = Path.of(System.getProperty("ladder.home", "."), "target")
        .toAbsolutePath()
        .normalize();
    System.exit(
        run(options, new Place(target.resolve("ladder"), target.resolve("peers")), System.out)
            ? 0
            : 1);
  }

  static boolean run(Options options, Place place, PrintStream out) throws Exception {
    var ladder = new Ladder(options, place, out);
    var rows = ladder.run();
    ladder.failures().forEach(failure -> out.println("!! " + failure));
    return ladder.failures().isEmpty() && !rows.all().isEmpty();
  }
}
