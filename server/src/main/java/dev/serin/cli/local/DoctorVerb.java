package dev.serin.cli.local;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Table;
import dev.serin.config.ConfigFile;
import dev.serin.config.GatewayConfig;
import dev.serin.config.yaml.ParsedConfig;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks whether a gateway can run here. */
@Command(
    name = "doctor",
    header = "Check whether a gateway can run here, and what to do if not.",
    footer = {
      "",
      "Example:",
      "  ./serin doctor --models my/models",
      "Exits 1 if a result is `fail`."
    })
public final class DoctorVerb implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private GatewayFiles files = new GatewayFiles();

  @Mixin
  private GatewayPorts ports = new GatewayPorts();

  public DoctorVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var config = files.config();
    var checks = new ArrayList<>(PlatformChecks.run());
    boolean canLoad = checks.stream().noneMatch(DoctorVerb::failed);
    checks.addAll(new PortChecks(ports).run());
    checks.add(config(config));
    if (canLoad) {
      checks.addAll(models());
    }
    print(checks);
    return checks.stream().anyMatch(DoctorVerb::failed) ? ExitCode.REFUSED : ExitCode.DONE;
  }

  private static boolean failed(Check check) {
    return check.result() == Check.Result.FAIL;
  }

  private static Check config(Path file) {
    if (Files.notExists(file)) {
      return Check.ok("configuration", "no " + file + ", so the defaults apply");
    }
    var parsed = new ConfigFile(GatewayConfig.defaults(1)).read(file);
    return parsed instanceof ParsedConfig.Invalid<GatewayConfig> invalid
        ? Check.fail(
            "configuration",
            file + ": " + invalid.problems().size() + " mistakes",
            "./serin lint " + file)
        : Check.ok("configuration", file.toString());
  }

  private List<Check> models() {
    try {
      var versions = LoadedModels.with(files.models(), DoctorVerb::models);
      return versions.isEmpty() ? List.of(noModels()) : versions;
    } catch (IllegalArgumentException e) {
      return List.of(Check.fail(
          "models", String.valueOf(e.getMessage()), "give the folder of models with --models"));
    }
  }

  private static List<Check> models(VersionPool pool) {
    return pool.models().values().stream()
        .flatMap(model -> model.values().stream())
        .map(DoctorVerb::model)
        .toList();
  }

  private Check noModels() {
    return Check.warn(
        "models",
        "none in " + files.models(),
        files.ofOneModel()
            ? "this looks like the folder of one model: give its parent"
            : "add one as MODEL/1/model.onnx in that folder");
  }

  private static Check model(VersionStatus version) {
    var subject = version.id().toString();
    return version.state() == VersionStatus.State.READY
        ? Check.ok(subject, "loads, and predicts finite numbers")
        : Check.fail(subject, version.reason(), "fix the file, or remove its folder");
  }

  private void print(List<Check> checks) {
    if (common.json()) {
      checks.forEach(check -> console.print(Json.line(Json.object(
          "check", check.subject(),
          "result", check.result(),
          "finding", check.finding(),
          "advice", check.advice()))));
      return;
    }
    var table = new Table("CHECK", "RESULT", "FINDING", "WHAT TO DO");
    checks.forEach(check -> table.add(
        check.subject(),
        check.result().name().toLowerCase(Locale.ROOT),
        check.finding(),
        check.advice()));
    table.print(console);
  }
}
