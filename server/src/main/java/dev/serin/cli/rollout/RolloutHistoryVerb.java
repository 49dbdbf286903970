package dev.serin.cli.rollout;

import dev.serin.cli.admin.HistoryLimit;
import dev.serin.cli.admin.ModelQuestion;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.Figures;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Table;
import dev.serin.client.Rollout;
import dev.serin.client.SerinAdmin;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows past transitions. */
@Command(
    name = "history",
    header = "Show the transitions of the model's rollouts, newest first.",
    footer = {
      "",
      "Example:",
      "  ./serin rollout history digits -n 5",
      "With -o json each one includes the verdicts of the gates at that time."
    })
final class RolloutHistoryVerb extends ModelQuestion<List<Rollout>> {
  @Mixin
  private HistoryLimit limit = new HistoryLimit();

  RolloutHistoryVerb(Console console) {
    super(console);
  }

  @Override
  protected void check() {
    limit.check();
  }

  @Override
  protected List<Rollout> ask(SerinAdmin admin, String name) {
    return admin.rolloutHistory(name, limit.count());
  }

  @Override
  protected void printJson(List<Rollout> transitions) {
    transitions.forEach(rollout -> console.print(Json.line(RolloutJson.object(rollout))));
  }

  @Override
  protected void print(List<Rollout> transitions) {
    var table =
        new Table("ROLLOUT", "REVISION", "TIME", "STATE", "STEP", "SHARE", "AUTHOR", "REASON");
    for (var rollout : transitions) {
      table.add(
          "#" + rollout.number(),
          Long.toString(rollout.revision()),
          rollout.since().toString(),
          RolloutWords.state(rollout),
          rollout.step() == 0
              ? Figures.NONE
              : rollout.step() + "/" + rollout.steps().size(),
          Figures.percent(rollout.share()),
          rollout.author(),
          RolloutWords.reason(rollout));
    }
    table.print(console);
  }
}
