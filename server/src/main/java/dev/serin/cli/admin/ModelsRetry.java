package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.client.Model;
import dev.serin.client.SerinAdmin;
import picocli.CommandLine.Command;

/** Loads a version that was rejected. */
@Command(
    name = "retry",
    header = "Load a version now that was rejected.",
    footer = {
      "",
      "Example:",
      "  ./serin models retry fraud 3",
      "Files that ended the gateway while it loaded them are not loaded again by",
      "themselves; this loads them. If it ends again, they are held back again."
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
