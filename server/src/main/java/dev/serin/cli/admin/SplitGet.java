package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Revisions;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SplitRevision;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows the split in force. */
@Command(
    name = "get",
    header = "Show the split in force.",
    footer = {"", "Example:", "  ./serin split get digits"})
final class SplitGet extends ModelQuestion<SplitRevision> {
  SplitGet(Console console) {
    super(console);
  }

  @Override
  protected SplitRevision ask(SerinAdmin admin, String name) {
    return admin.split(name);
  }

  @Override
  protected void printJson(SplitRevision revision) {
    console.print(Json.line(Revisions.object(revision)));
  }

  @Override
  protected void print(SplitRevision revision) {
    Revisions.print(console, List.of(revision));
    if (!revision.absent().isEmpty()) {
      console.print("versions that are not ready, whose users get stable: " + revision.absent());
    }
  }
}
