package dev.serin.cli.deploy;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Json;
import dev.serin.cli.deploy.Import.Imported;
import dev.serin.model.Signature;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Says what an imported version will serve. */
final class ImportReport {
  private ImportReport() {}

  static void print(Console console, Imported imported) {
    var signature = imported.loaded().signature();
    console.print(imported.id() + " is in " + imported.folder() + " ("
        + imported.source().kind() + ", sha256 " + imported.checked().sha256() + ")");
    console.print("  serves    " + specs(signature.inputs()) + " -> " + specs(signature.outputs()));
    console.print("  batching  " + batching(imported));
    for (var output : signature.outputs()) {
      var classes = signature.classes(output.name());
      if (!classes.isEmpty()) {
        console.print("  classes   " + output.name() + ": " + classes.size() + ", from "
            + classes.get(0) + " to " + classes.get(classes.size() - 1));
      }
    }
    notes(imported).forEach(note -> console.print("  note      " + note));
  }

  static Map<String, Object> object(Imported imported) {
    var signature = imported.loaded().signature();
    return Json.object(
        "model", imported.id().model(),
        "version", imported.id().version(),
        "folder", imported.folder(),
        "source", imported.source().kind(),
        "sha256", imported.checked().sha256(),
        "inputs",
            signature.inputs().stream().map(spec -> object(spec, signature)).toList(),
        "outputs",
            signature.outputs().stream().map(spec -> object(spec, signature)).toList(),
        "batching", batching(imported),
        "notes", notes(imported));
  }

  private static Map<String, Object> object(TensorSpec spec, Signature signature) {
    return Json.object(
        "name", spec.name(),
        "datatype", spec.type().name(),
        "shape", LongStream.of(spec.shape().toArray()).boxed().toList(),
        "optional", spec.optional(),
        "classes", signature.classes(spec.name()));
  }

  private static String specs(List<TensorSpec> specs) {
    return specs.stream().map(TensorSpec::toString).collect(Collectors.joining(", "));
  }

  private static String batching(Imported imported) {
    var off = imported.loaded().batchLimit().off();
    var most = imported.settings().batching().settings().maxBatch();
    if (off.isPresent()) {
      return "calls do not share runs: " + off.get();
    }
    if (most.isEmpty()) {
      return "calls share runs of as many rows as pay, which is learnt";
    }
    return most.getAsInt() == 1
        ? "calls do not share runs: max_batch_size"
        : "calls share runs of at most " + most.getAsInt() + " rows";
  }

  private static List<String> notes(Imported imported) {
    var notes = new ArrayList<>(imported.notes());
    if (!imported.checked().reason().isEmpty()) {
      notes.add(imported.checked().reason());
    }
    return notes;
  }
}
