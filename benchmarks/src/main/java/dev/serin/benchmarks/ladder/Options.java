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
 * @param choice what is measured
 * @param effort how long everything is measured
 * @param text the arguments as they were given
 */
record Options(Choice choice, List<Model> models, Effort effort, Output output, String text) {
  static final String USAGE =
      "arguments: [--quick] [--check] [--json FILE] [--picture FILE] [--readme] [--rungs A,B]"
          + " [--models A,B] [--seconds S] [--warm-up S] [--rounds N] [--in-flight N] [--loads]";

  /**
   * What is measured.
   *
   * @param raw whether ONNX Runtime alone is
   * @param loads whether other loads than the common one are
   */
  record Choice(List<Rung> rungs, boolean raw, boolean loads) {
    private static final String RAW = "L0";

    static Choice of(List<String> names, boolean loads) {
      var servers = names.stream().filter(name -> !name.equals(RAW)).toList();
      return new Choice(Rungs.of(servers), names.contains(RAW), loads);
    }
  }

  /**
   * How long everything is measured.
   *
   * @param warmUp the seconds for which each server is called first
   * @param inFlight the calls in flight at which all rungs are compared
   */
  record Effort(double seconds, int rounds, double warmUp, int inFlight) {
    static final Effort FULL = new Effort(1.5, 5, 3, 64);
    static final Effort QUICK = new Effort(0.7, 3, 1.5, 64);

    Effort withSeconds(double next) {
      return new Effort(next, rounds, warmUp, inFlight);
    }

    Effort withRounds(int next) {
      return new Effort(seconds, next, warmUp, inFlight);
    }

    Effort withWarmUp(double next) {
      return new Effort(seconds, rounds, next, inFlight);
    }

    Effort withInFlight(int next) {
      return new Effort(seconds, rounds, warmUp, next);
    }
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

  List<Rung> rungs() {
    return choice.rungs;
  }

  /** Reads the arguments; throws IllegalArgumentException for one that it does not know. */
  static Options of(String... arguments) {
    boolean quick = List.of(arguments).contains("--quick");
    var rungs = Optional.<List<String>>empty();
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
        case "--rungs" -> rungs = Optional.of(list(value(arguments, ++i)));
        case "--models" ->
          models = list(value(arguments, ++i)).stream().map(Model::of).toList();
        case "--seconds" -> effort = effort.withSeconds(number(arguments, ++i));
        case "--warm-up" -> effort = effort.withWarmUp(number(arguments, ++i));
        case "--rounds" -> effort = effort.withRounds(Integer.parseInt(value(arguments, ++i)));
        case "--in-flight" -> effort = effort.withInFlight(Integer.parseInt(value(arguments, ++i)));
        default -> throw new IllegalArgumentException(arguments[i] + " (expected: " + USAGE + ")");
      }
    }
    boolean others = loads || !quick;
    var choice = rungs.isPresent()
        ? Choice.of(rungs.get(), loads)
        : new Choice(quick ? Rungs.ours() : Rungs.all(), true, others);
    return new Options(choice, models, effort, output, String.join(" ", arguments));
  }

  private static List<String> list(String names) {
    return Arrays.asList(names.split(",", -1));
  }

  private static double number(String[] arguments, int index) {
    return Double.parseDouble(value(arguments, index));
  }

  private static String value(String[] arguments, int index) {
    if (index == arguments.length) {
      throw new IllegalArgumentException(
          arguments[index - 1] + ": no value (expected: " + USAGE + ")");
    }
    return arguments[index];
  }
}
