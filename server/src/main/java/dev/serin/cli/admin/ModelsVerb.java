package dev.serin.cli.admin;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Table;
import dev.serin.cli.console.VerbGroup;
import dev.serin.client.Model;
import dev.serin.client.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Lists, loads and unloads the models of a gateway, and versions that are not served. The verb that
 * imports models needs no gateway, and is added elsewhere.
 */
@Command(
    name = "models",
    header = "List, import, load and unload models; retry or accept a version that is not served.",
    synopsisSubcommandLabel = "(list | import | load | unload | retry | accept)",
    footer = {"", "Example:", "  ./serin models list"})
public final class ModelsVerb extends VerbGroup {
  private ModelsVerb() {}

  public static CommandLine of(Console console) {
    return new CommandLine(new ModelsVerb())
        .addSubcommand(new ListVerb(console))
        .addSubcommand(new ModelsRetry(console))
        .addSubcommand(new ModelsAccept(console))
        .addSubcommand(new ModelsLoad(console))
        .addSubcommand(new ModelsUnload(console));
  }

  /** Returns a model and its versions as an object. */
  static Map<String, Object> object(Model model) {
    return Json.object(
        "model", model.name(),
        "state", model.state().name(),
        "versions", model.versions().stream().map(ModelsVerb::object).toList());
  }

  static Map<String, Object> object(Model.Version version) {
    return Json.object(
        "version", version.number(),
        "state", version.state().name(),
        "sha256", version.sha256(),
        "inputs", version.inputs().stream().map(ModelsVerb::object).toList(),
        "outputs", version.outputs().stream().map(ModelsVerb::object).toList(),
        "batching", version.batching().map(ModelsVerb::object),
        "processId", version.processId(),
        "reason", version.reason());
  }

  private static Map<String, Object> object(Model.Batching batching) {
    return Json.object(
        "maxRows", batching.maxRows(),
        "off", batching.off(),
        "compute", batching.compute().map(ModelsVerb::object));
  }

  private static Map<String, Object> object(Model.Compute compute) {
    return Json.object(
        "rows", compute.rows(),
        "microsPerRow", compute.microsPerRow(),
        "stableMicrosPerRow", compute.stableMicrosPerRow());
  }

  private static Map<String, Object> object(TensorSpec spec) {
    return Json.object(
        "name", spec.name(),
        "datatype", spec.datatype(),
        "shape", spec.shape(),
        "optional", spec.optional(),
        "classes", spec.classes());
  }

  /** Lists the models. */
  @Command(
      name = "list",
      header = "List all models and their versions.",
      footer = {"", "Example:", "  ./serin models list -o json"})
  private static final class ListVerb implements Callable<Integer> {
    /** The digits of a SHA-256 that are shown; enough to tell files apart. */
    private static final int SHOWN = 12;

    private static final String NONE = "-";

    private final Console console;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private AdminPort port = new AdminPort();

    private ListVerb(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      var models = port.call(console, admin -> admin.models());
      if (common.json()) {
        models.forEach(model -> console.print(Json.line(object(model))));
      } else {
        print(models);
      }
      return ExitCode.DONE;
    }

    private void print(List<Model> models) {
      var table =
          new Table("MODEL", "STATE", "VERSION", "STATE", "SHA256", "SIGNATURE", "BATCH", "REASON");
      for (var model : models) {
        for (var version : model.versions()) {
          table.add(
              model.name(),
              model.state().name(),
              Long.toString(version.number()),
              version.state().name(),
              digits(version.sha256()),
              signature(version),
              version
                  .batching()
                  .map(batching -> Long.toString(batching.maxRows()))
                  .orElse(NONE),
              reason(version));
        }
      }
      table.print(console);
    }

    private static String reason(Model.Version version) {
      var off = version.batching().map(Model.Batching::off).orElse("");
      var process = version.processId();
      return Stream.of(
              version.reason(),
              off.isEmpty() ? "" : "no batches: " + off,
              process.isEmpty() ? "" : "in process " + process.getAsLong() + " of its own")
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining("; "));
    }

    private static String digits(String sha256) {
      return sha256.isEmpty() ? NONE : sha256.substring(0, Math.min(SHOWN, sha256.length()));
    }

    private static String signature(Model.Version version) {
      return version.outputs().isEmpty()
          ? NONE
          : specs(version.inputs()) + " -> " + specs(version.outputs());
    }

    private static String specs(List<TensorSpec> specs) {
      return specs.stream().map(TensorSpec::toString).collect(Collectors.joining(", "));
    }
  }
}
