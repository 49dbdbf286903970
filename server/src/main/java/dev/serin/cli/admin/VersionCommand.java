package dev.serin.cli.admin;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.client.Model;
import dev.serin.client.SerinAdmin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * A verb that changes one version and prints it. Exits 1 if the version is not READY afterwards.
 */
abstract class VersionCommand implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private AdminPort port = new AdminPort();

  @Parameters(index = "0", paramLabel = "MODEL", description = "the model's name")
  private String model = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "the version, such as 2")
  private long version;

  VersionCommand(Console console) {
    this.console = console;
  }

  /** Makes the change, and returns the version after it. */
  abstract Model.Version run(SerinAdmin admin, String model, long version);

  @Override
  public Integer call() {
    var after = port.call(console, admin -> run(admin, model, version));
    if (common.json()) {
      console.print(Json.line(ModelsVerb.object(after)));
    } else {
      console.print(model + "/" + after.number() + " is " + after.state()
          + (after.sha256().isEmpty() ? "" : ", sha256 " + after.sha256())
          + (after.reason().isEmpty() ? "" : ": " + after.reason()));
    }
    return after.state() == Model.VersionState.READY ? ExitCode.DONE : ExitCode.REFUSED;
  }
}
