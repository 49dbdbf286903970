package dev.serin.cli;

import dev.serin.config.ConfigFile;
import dev.serin.config.GatewayConfig;
import dev.serin.config.ParsedConfig;
import dev.serin.config.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds every mistake in a configuration file, and what it names and is not there. */
@Command(
    name = "lint",
    header = "Find every mistake in a configuration file.",
    footer = {
      "",
      "Example:",
      "  ./serin lint models/serin.yaml",
      "Ends with 1 if there are any. A file without mistakes is compared with the models."
    })
final class LintVerb implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "FILE", description = "the file, such as serin.yaml")
  private Path file = Path.of("");

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "the folder of models (default: `repository` beside FILE, if it is there)")
  private @Nullable Path models;

  LintVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var problems = problems();
    if (common.json()) {
      console.print(Json.line(Json.object(
          "file", file, "problems", problems.stream().map(LintVerb::object).toList())));
    } else if (problems.isEmpty()) {
      console.print(file + ": ok");
    } else {
      problems.forEach(problem -> console.print(problem.toString()));
    }
    return problems.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private List<Problem> problems() {
    var parsed = new ConfigFile(GatewayConfig.defaults(1)).read(file);
    return parsed instanceof ParsedConfig.Invalid<GatewayConfig> invalid
        ? invalid.problems()
        : parsed instanceof ParsedConfig.Valid<GatewayConfig> valid
            ? warnings(valid.config())
            : List.of();
  }

  private List<Problem> warnings(GatewayConfig config) {
    var folder = models == null ? file.toAbsolutePath().resolveSibling("repository") : models;
    if (config.models().isEmpty() || (models == null && !Files.isDirectory(folder))) {
      return List.of();
    }
    try {
      return LoadedModels.with(folder, pool -> new RepositoryCheck(pool).warnings(config)).stream()
          .map(warning -> new Problem(file.toString(), 0, 0, warning))
          .toList();
    } catch (IllegalArgumentException e) {
      throw VerbException.usage("--" + e.getMessage());
    }
  }

  private static Map<String, Object> object(Problem problem) {
    return Json.object(
        "line", problem.line(), "column", problem.column(), "message", problem.message());
  }
}
