package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.client.Model;
import dev.serin.client.SerinAdmin;
import picocli.CommandLine.Command;

/** Serves an unloaded model again. */
@Command(
    name = "load",
    header = "Serve an unloaded model again.",
    footer = {
      "",
      "Example:",
      "  ./serin models load fraud --reason \"the new hosts are up\"",
      "An unloaded model gets the split back that it had. New versions in its folder are",
      "loaded too, without waiting for the next scan."
    })
final class ModelsLoad extends ModelCommand {
  ModelsLoad(Console console) {
    super(console);
  }

  @Override
  Model run(SerinAdmin admin, String of, String by, String why) {
    return admin.loadModel(of, by, why);
  }
}
