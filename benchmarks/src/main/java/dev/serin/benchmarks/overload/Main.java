package dev.serin.benchmarks.overload;

import dev.serin.benchmarks.ladder.servers.Place;
import java.nio.file.Path;
import java.util.List;

/** Measures gateways under too much load and beside a slow canary, and prints the figures. */
public final class Main {
  private static final int USAGE = 64;

  private Main() {}

  /** Exits with 0; with {@code --check} with 1 if a target is missed; with 64 if called wrongly. */
  public static void main(String[] arguments) throws Exception {
    var options = List.of(arguments);
    if (!options.isEmpty() && !options.equals(List.of("--check"))) {
      System.err.println(
          "overload: " + String.join(" ", options) + " (expected: --check or nothing)");
      System.exit(USAGE);
      return;
    }
    var target = Path.of(System.getProperty("ladder.home", "."), "target")
        .toAbsolutePath()
        .normalize();
    var place = new Place(target.resolve("ladder"), target.resolve("peers"));
    var missed = new Overload(place, Overload.Effort.WHOLE, System.out).run();
    System.exit(options.isEmpty() || missed.isEmpty() ? 0 : 1);
  }
}
