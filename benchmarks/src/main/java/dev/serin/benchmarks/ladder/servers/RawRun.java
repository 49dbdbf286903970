package dev.serin.benchmarks.ladder.servers;

import dev.serin.benchmarks.ladder.models.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Runs of ONNX Runtime alone, on one thread of a process of its own. */
public final class RawRun {
  private static final Pattern MICROS = Pattern.compile("micros ([0-9.]+)");

  private RawRun() {}

  /** Returns the microseconds of a run of a batch. */
  public static double micros(Place place, Model model, int batch, double seconds)
      throws IOException, InterruptedException {
    var command = place.own(
        place.fresh("L0-" + model.label()),
        "dev.serin.benchmarks.ladder.rungs.Main",
        "raw",
        model.label(),
        place.models().file(model, 1).toString(),
        Integer.toString(batch),
        Double.toString(seconds));
    var builder = new ProcessBuilder(Guard.command(command.words()))
        .directory(command.folder().toFile())
        .redirectError(command.folder().resolve("log").toFile());
    builder.environment().putAll(command.environment());
    var process = builder.start();
    try {
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var micros = MICROS.matcher(output);
      if (!micros.find()) {
        throw new IOException("raw: no figure (" + command.folder() + "/log says why)");
      }
      return Double.parseDouble(micros.group(1));
    } finally {
      process.getOutputStream().close();
      process.waitFor();
    }
  }
}
