package dev.serin.cli.local;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.VerbException;
import dev.serin.config.ConfigFile;
import dev.serin.config.GatewayConfig;
import dev.serin.config.yaml.ParsedConfig;
import dev.serin.config.yaml.Problem;
import dev.serin.forecast.Rates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Reports every mistake in a configuration file, names that do not exist, and what its plans need.
 */
@Command(
    name = "lint",
    header = "Check a configuration file, and show what its plans need.",
    footer = {
      "",
      "Example:",
      "  ./serin lint models/serin.yaml --calls-per-second 50 --labels 0.5",
      "Reports all mistakes at once, and exits 1 if there are any. A file without",
      "mistakes is checked against the models. With --calls-per-second, shows what each",
      "step of a rollout block needs and how long it takes."
    })
public final class LintVerb implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "FILE", description = "the file, such as serin.yaml")
  private Path file = Path.of("");

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "the folder of models (default: `repository` or `models` beside FILE)")
  private @Nullable Path models;

  @ArgGroup(exclusive = false)
  private @Nullable RateOptions rates;

  public LintVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var wanted = rates == null ? null : rates.rates();
    var parsed = new ConfigFile(GatewayConfig.defaults(1)).read(file);
    var problems = problems(parsed);
    var reports = wanted == null ? List.<PlanReport>of() : reports(parsed, wanted);
    if (common.json()) {
      printJson(problems, reports, wanted != null);
    } else {
      print(problems, reports, wanted != null, unchecked(parsed));
    }
    return problems.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private void print(
      List<Problem> problems, List<PlanReport> reports, boolean plans, boolean unchecked) {
    if (problems.isEmpty()) {
      console.print(
          file + ": ok" + (unchecked ? ", not checked against models (--models DIR)" : ""));
    }
    problems.forEach(problem -> console.print(problem.toString()));
    reports.forEach(report -> report.print(console));
    if (plans && problems.isEmpty() && reports.isEmpty()) {
      console.print("no model has a rollout block, so there is no plan to show");
    }
  }

  private void printJson(List<Problem> problems, List<PlanReport> reports, boolean plans) {
    var object = Json.object(
        "file", file, "problems", problems.stream().map(LintVerb::object).toList());
    if (plans) {
      object.put("plans", reports.stream().map(PlanReport::object).toList());
    }
    console.print(Json.line(object));
  }

  private List<Problem> problems(ParsedConfig<GatewayConfig> parsed) {
    return parsed instanceof ParsedConfig.Invalid<GatewayConfig> invalid
        ? invalid.problems()
        : parsed instanceof ParsedConfig.Valid<GatewayConfig> valid
            ? warnings(valid.config())
            : List.of();
  }

  private static List<PlanReport> reports(ParsedConfig<GatewayConfig> parsed, Rates rates) {
    return parsed instanceof ParsedConfig.Valid<GatewayConfig> valid
        ? valid.config().models().entrySet().stream()
            .flatMap(model -> model.getValue().rollout().stream()
                .map(live ->
                    new PlanReport(model.getKey(), live, model.getValue().gates(), rates)))
            .toList()
        : List.of();
  }

  private List<Problem> warnings(GatewayConfig config) {
    return Stream.concat(PlanCheck.warnings(config).stream(), missing(config).stream())
        .map(warning -> new Problem(file.toString(), 0, 0, warning))
        .toList();
  }

  /** Whether the file configures models, but no folder of models is found. */
  private boolean unchecked(ParsedConfig<GatewayConfig> parsed) {
    return parsed instanceof ParsedConfig.Valid<GatewayConfig> valid
        && !valid.config().models().isEmpty()
        && folder().isEmpty();
  }

  private Optional<Path> folder() {
    return models == null
        ? Stream.of("repository", "models")
            .map(name -> file.toAbsolutePath().resolveSibling(name))
            .filter(Files::isDirectory)
            .findFirst()
        : Optional.of(models);
  }

  private List<String> missing(GatewayConfig config) {
    var folder = folder();
    if (config.models().isEmpty() || folder.isEmpty()) {
      return List.of();
    }
    try {
      return LoadedModels.with(folder.get(), pool -> new RepositoryCheck(pool).warnings(config));
    } catch (IllegalArgumentException e) {
      throw VerbException.usage("--" + e.getMessage());
    }
  }

  private static Map<String, Object> object(Problem problem) {
    return Json.object(
        "line", problem.line(), "column", problem.column(), "message", problem.message());
  }
}
