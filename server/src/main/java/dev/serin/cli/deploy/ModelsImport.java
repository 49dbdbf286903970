package dev.serin.cli.deploy;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Home;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.VerbException;
import dev.serin.cli.console.WholePath;
import dev.serin.repository.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a model into a repository. */
@Command(
    name = "import",
    header = "Copy a model into the repository as a new version.",
    footer = {
      "",
      "Examples:",
      "  ./serin models import net.onnx --model fraud --repository my/models",
      "  ./serin models import triton/fraud --model fraud --version 3 --repository my/models",
      "PATH is an .onnx file, or the folder of a model of Triton, Hugging Face (config.json)",
      "or MLflow (MLmodel). The model is loaded and tried first; a gateway that serves the",
      "repository then loads it, and gives it no users."
    })
public final class ModelsImport implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "PATH", description = "the model, a file or a folder")
  private Path path = Path.of("");

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "the name that callers call")
  private String model = "";

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "its number, and which version of a Triton folder to take (default: the next"
          + " free number; the highest of the folder)")
  private @Nullable Long version;

  @Option(
      names = "--repository",
      paramLabel = "DIR",
      description = "the folder of models (default: that of the sample models)")
  private @Nullable Path repository;

  public ModelsImport(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    checkName(model);
    var number = version == null ? OptionalLong.empty() : OptionalLong.of(version);
    if (number.isPresent() && number.getAsLong() < 1) {
      throw VerbException.usage("--version: " + version + " (expected: a positive integer)");
    }
    var imported = new Import(repository(), model).run(Sources.of(path, number), number, 0);
    if (common.json()) {
      console.print(Json.line(ImportReport.object(imported)));
    } else {
      ImportReport.print(console, imported);
    }
    return ExitCode.DONE;
  }

  /** Throws unless a model can have this name. */
  static void checkName(String name) {
    if (!Repository.isName(name)) {
      throw VerbException.usage(
          "--model: " + name + " (expected: a name of letters, digits, '.', '_' and '-')");
    }
  }

  private Path repository() {
    var folder =
        WholePath.of(repository == null ? Home.folder().resolve("models/repository") : repository);
    if (!Files.isDirectory(folder)) {
      throw VerbException.usage("--repository: " + folder + " (expected: a folder)");
    }
    return folder;
  }
}
