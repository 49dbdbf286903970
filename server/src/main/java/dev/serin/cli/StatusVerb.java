package dev.serin.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows how a model does. */
@Command(
    name = "status",
    header = "Show how each version of a model does.",
    footer = {
      "",
      "Example:",
      "  ./serin status digits",
      "SET is the share that the split says, REAL that of the calls it decided.",
      "ERRORS are the version's, CALLERS' those that the callers caused. The interval",
      "after the quality holds the true one with 95 %% probability at all times."
    })
final class StatusVerb implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private AdminPort port = new AdminPort();

  @Parameters(paramLabel = "MODEL", description = "the model's name")
  private String model = "";

  StatusVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var status = port.call(console, admin -> admin.status(model));
    if (common.json()) {
      console.print(Json.line(StatusReport.object(status)));
    } else {
      StatusReport.print(console, status);
    }
    return ExitCode.DONE;
  }
}
