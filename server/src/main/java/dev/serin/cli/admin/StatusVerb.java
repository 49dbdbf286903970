package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Json;
import dev.serin.client.ModelStatus;
import dev.serin.client.SerinAdmin;
import picocli.CommandLine.Command;

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
      "after the quality holds the true one with 95 %% probability at all times.",
      "Gates compare each canary with stable. E is evidence: for harm, which is found when",
      "E reaches the number behind it, and for OK where a gate can prove that. A gate that",
      "can only find harm stays undecided, or ok, while there is none."
    })
public final class StatusVerb extends ModelQuestion<ModelStatus> {
  public StatusVerb(Console console) {
    super(console);
  }

  @Override
  protected ModelStatus ask(SerinAdmin admin, String name) {
    return admin.status(name);
  }

  @Override
  protected void printJson(ModelStatus status) {
    console.print(Json.line(StatusReport.object(status)));
  }

  @Override
  protected void print(ModelStatus status) {
    StatusReport.print(console, status);
  }
}
