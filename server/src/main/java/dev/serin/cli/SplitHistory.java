package dev.serin.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows past revisions. */
@Command(
    name = "history",
    header = "Show past revisions, newest first.",
    footer = {"", "Example:", "  ./serin split history digits -n 5"})
final class SplitHistory implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private AdminPort port = new AdminPort();

  @Parameters(paramLabel = "MODEL", description = "the model's name")
  private String model = "";

  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "20",
      description = "how many at most (default: 20)")
  private int limit;

  SplitHistory(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw VerbException.usage("-n: " + limit + " (expected: at least 1)");
    }
    var revisions = port.call(console, admin -> admin.history(model, limit));
    if (common.json()) {
      revisions.forEach(revision -> console.print(Json.line(Revisions.object(revision))));
    } else {
      Revisions.print(console, revisions);
    }
    return ExitCode.DONE;
  }
}
