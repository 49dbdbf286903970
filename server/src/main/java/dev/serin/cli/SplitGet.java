package dev.serin.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the split in force. */
@Command(
    name = "get",
    header = "Show the split in force.",
    footer = {"", "Example:", "  ./serin split get digits"})
final class SplitGet implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private AdminPort port = new AdminPort();

  @Parameters(paramLabel = "MODEL", description = "the model's name")
  private String model = "";

  SplitGet(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var revision = port.call(console, admin -> admin.split(model));
    if (common.json()) {
      console.print(Json.line(Revisions.object(revision)));
      return ExitCode.DONE;
    }
    Revisions.print(console, List.of(revision));
    if (!revision.absent().isEmpty()) {
      console.print("not ready, so that their users get stable: " + revision.absent());
    }
    return ExitCode.DONE;
  }
}
