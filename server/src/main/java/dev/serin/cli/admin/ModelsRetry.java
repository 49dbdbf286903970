package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.client.Model;
import dev.serin.client.SerinAdmin;
import picocli.CommandLine.Command;

/** Loads a rejected version again. */
@Command(
    name = "retry",
    header = "Load a rejected version again, now.",
    footer = {
      "",
      "Example:",
      "  ./serin models retry fraud 3",
      "Files that crashed the gateway while it loaded them are not loaded again",
      "automatically; this loads them. If it crashes again, they are held back again."
    })
final class ModelsRetry extends VersionCommand {
  ModelsRetry(Console console) {
    super(console);
  }

  @Override
  Model.Version run(SerinAdmin admin, String model, long version) {
    return admin.retryVersion(model, version);
  }
}
