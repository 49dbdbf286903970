package dev.serin.benchmarks.ladder;

import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.benchmarks.ladder.servers.Rung;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The command line.
 *
 * @param loads whether other loads than the common one are measured as well
 * @param effort how long everything is measured
 */
record Options(List<Rung> rungs, List<Model> models, boolean loads, Effort effort, Output output) {
  static final String USAGE =
      "arguments: [--quick] [--check] [--json FILE] [--picture FILE] [--readme] [--rungs A,B]"
          + " [--models A,B] [--seconds S] [--rounds N] [--in-flight N] [--loads]";

  /**
   * How long everything is measured.
   *
   * @param warmUp the seconds for which each server is called first
   * @param inFlight the calls in flight at which all rungs are compared
   */
  record Effort(double seconds, int rounds, double warmUp, int inFlight) {
    static final Effort FULL = new Effort(1.5, 5, 3, 64);
    static final Effort QUICK = new Effort(0.7, 3, 1.5, 64);
  }

  /** What is done with the figures. */
  record Output(boolean check, boolean readme, Optional<Path> json, Optional<Path> picture) {
    static final Output NONE = new Output(false, false, Optional.empty(), Optional.empty());

    Output withCheck() {
      return new Output(true, readme, json, picture);
    }

    Output withReadme() {
      return new Output(check, true, json, picture);
    }

    Output withJson(Path file) {
      return new Output(check, readme, Optional.of(file), picture);
    }

    Output withPicture(Path file) {
      return new Output(check, readme, json, Optional.of(file));
    }
  }

  /** Reads the arguments; throws IllegalArgumentException for one that it does not know. */
  static Options of(String... arguments) {
    boolean quick = List.of(arguments).contains("--quick");
    var rungs = Optional.<List<Rung>>empty();
    var models = quick
        ? List.of(Model.LR16, Model.GBT100, Model.MLP_M, Model.MLP_L)
        : List.of(Model.values());
    boolean loads = false;
    var effort = quick ? Effort.QUICK : Effort.FULL;
    var output = Output.NONE;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--quick" -> {}
        case "--check" -> output = output.withCheck();
        case "--readme" -> output = output.withReadme();
        case "--loads" -> loads = true;
        case "--json" -> output = output.withJson(Path.of(value(arguments, ++i)));
        case "--picture" -> output = output.withPicture(Path.of(value(arguments, ++i)));
        case "--rungs" -> rungs = Optional.of(Rungs.of(list(value(arguments, ++i))));
        case "--models" ->
          models = list(value(arguments, ++i)).stream().map(Model::of).toList();
        case "--seconds" ->
          effort = new Effort(
              Double.parseDouble(value(arguments, ++i)),
              effort.rounds,
              effort.warmUp,
              effort.inFlight);
        case "--rounds" ->
          effort = new Effort(
              effort.seconds,
              Integer.parseInt(value(arguments, ++i)),
              effort.warmUp,
              effort.inFlight);
        case "--in-flight" ->
          effort = new Effort(
              effort.seconds,
              effort.rounds,
              effort.warmUp,
              Integer.parseInt(value(arguments, ++i)));
        default -> throw new IllegalArgumentException(arguments[i] + " (expected: " + USAGE + ")");
      }
    }
    boolean whole = !quick && rungs.isEmpty();
    return new Options(
        rungs.orElse(quick ? Rungs.ours() : Rungs.all()), models, loads || whole, effort, output);
  }

  private static List<String> list(String names) {
    return Arrays.asList(names.split(",", -1));
  }

  private static String value(String[] arguments, int index) {
    if (index == arguments.length) {
      throw new IllegalArgumentException(
          arguments[index - 1] + ": no value (expected: " + USAGE + ")");
    }
    return arguments[index];
  }
}
