package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.client.Model;
import dev.serin.client.SerinAdmin;
import picocli.CommandLine.Command;

/** Stops serving a model. */
@Command(
    name = "unload",
    header = "Stop serving a model and unload its versions.",
    footer = {
      "",
      "Example:",
      "  ./serin models unload fraud --reason \"moved to other hosts\"",
      "Calls of the model are refused until it is loaded again, also after a restart. Its",
      "split is kept. It is refused while a rollout of the model is running."
    })
final class ModelsUnload extends ModelCommand {
  ModelsUnload(Console console) {
    super(console);
  }

  @Override
  Model run(SerinAdmin admin, String of, String by, String why) {
    return admin.unloadModel(of, by, why);
  }
}
