package dev.serin.cli.admin;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.client.Model;
import dev.serin.client.SerinAdmin;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A verb that loads or unloads a model, and prints it. */
abstract class ModelCommand implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private AdminPort port = new AdminPort();

  @Parameters(index = "0", paramLabel = "MODEL", description = "the model's name")
  private String model = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
  private String reason = "";

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "who makes the change (default: your login)")
  private @Nullable String author;

  ModelCommand(Console console) {
    this.console = console;
  }

  /** Makes the change, and returns the model after it. */
  abstract Model run(SerinAdmin admin, String of, String by, String why);

  @Override
  public Integer call() {
    var by = author == null ? System.getProperty("user.name", "") : author;
    var after = port.call(console, admin -> run(admin, model, by, reason));
    if (common.json()) {
      console.print(Json.line(ModelsVerb.object(after)));
    } else {
      var versions = after.versions().stream()
          .map(version -> version.number() + " " + version.state())
          .collect(Collectors.joining(", "));
      console.print(after.name() + " is " + after.state() + ", versions: " + versions);
    }
    return ExitCode.DONE;
  }
}
