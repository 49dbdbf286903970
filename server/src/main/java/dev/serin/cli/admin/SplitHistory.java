package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Revisions;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SplitRevision;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the revisions of a split. */
@Command(
    name = "history",
    header = "Show the revisions of the split, newest first.",
    footer = {"", "Example:", "  ./serin split history digits -n 5"})
final class SplitHistory extends ModelQuestion<List<SplitRevision>> {
  @Mixin
  private HistoryLimit limit = new HistoryLimit();

  SplitHistory(Console console) {
    super(console);
  }

  @Override
  protected void check() {
    limit.check();
  }

  @Override
  protected List<SplitRevision> ask(SerinAdmin admin, String name) {
    return admin.history(name, limit.count());
  }

  @Override
  protected void printJson(List<SplitRevision> revisions) {
    revisions.forEach(revision -> console.print(Json.line(Revisions.object(revision))));
  }

  @Override
  protected void print(List<SplitRevision> revisions) {
    Revisions.print(console, revisions);
  }
}
