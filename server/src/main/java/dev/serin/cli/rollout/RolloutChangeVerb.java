package dev.serin.cli.rollout;

import dev.serin.cli.admin.ModelQuestion;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.Json;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinAdmin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A verb that changes a rollout and prints its status. */
abstract class RolloutChangeVerb extends ModelQuestion<RolloutStatus> {
  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the journal")
  private String reason = "";

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "who makes the change (default: your login)")
  private @Nullable String author;

  @Option(
      names = "--expect-revision",
      paramLabel = "N",
      description = "refuse unless this revision is in force")
  private @Nullable Long expectedRevision;

  RolloutChangeVerb(Console console) {
    super(console);
  }

  @Override
  protected final RolloutStatus ask(SerinAdmin admin, String name) {
    var change = RolloutChange.of(name)
        .withAuthor(author == null ? System.getProperty("user.name", "") : author)
        .withReason(reason);
    return change(
        admin, expectedRevision == null ? change : change.withExpectedRevision(expectedRevision));
  }

  abstract RolloutStatus change(SerinAdmin admin, RolloutChange change);

  @Override
  protected final void printJson(RolloutStatus status) {
    console.print(Json.line(RolloutJson.object(status)));
  }

  @Override
  protected void print(RolloutStatus status) {
    RolloutScreen.lines(console, status).forEach(console::print);
  }
}
