package dev.serin.cli.data;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Table;
import dev.serin.cli.console.TimeConverter;
import dev.serin.client.Datatype;
import dev.serin.client.Description;
import dev.serin.client.PredictCall;
import dev.serin.client.Prediction;
import dev.serin.client.SerinClient;
import dev.serin.client.SerinException;
import dev.serin.client.TensorSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a model for a prediction. */
@Command(
    name = "predict",
    header = "Ask a model for a prediction.",
    footer = {
      "",
      "Examples:",
      "  ./serin predict digits --user alice --row 17",
      "  ./serin predict digits --input input=@pixels.json -o json",
      "A file holds {\"datatype\":\"FP32\",\"shape\":[1,64],\"data\":[...]}, or nested arrays",
      "of numbers (read as the type that the model takes), strings or booleans.",
      "NaN, Infinity and -Infinity are numbers too."
    })
public final class PredictVerb implements Callable<Integer> {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private DataPort port = new DataPort();

  @Parameters(paramLabel = "MODEL", description = "the model's name")
  private String model = "";

  @Option(names = "--user", paramLabel = "ID", description = "the user id; decides the version")
  private String user = "";

  @Option(names = "--version", paramLabel = "N", description = "ask this version, for any user")
  private @Nullable Long version;

  @ArgGroup(multiplicity = "1")
  private Rows rows = new Rows();

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "an output to return (default: all)")
  private List<String> outputs = List.of();

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "your own id of the call, for feedback")
  private String requestId = "";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = TimeConverter.class,
      description = "how long to wait, such as 500ms, 5s or 1m (default: 5s)")
  private Duration timeout = Duration.ZERO;

  /** The input. */
  private static final class Rows {
    @Option(
        names = "--row",
        required = true,
        paramLabel = "N",
        description = "a row of the sample digits, from 0")
    private @Nullable Integer sample;

    @Option(
        names = "--input",
        required = true,
        paramLabel = "NAME=@FILE|JSON",
        description = "an input tensor, from a file or inline")
    private List<String> inputs = List.of();
  }

  public PredictVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var row = rows.sample == null ? null : SampleRow.read(rows.sample);
    var prediction = port.call(console, timeout, client -> client.predict(request(client, row)));
    if (common.json()) {
      console.print(Json.line(object(prediction)));
    } else {
      print(prediction);
      if (row != null) {
        console.print(
            "row " + rows.sample + " has label " + row.label() + "; to send it: ./serin feedback "
                + prediction.predictionId() + " --label " + row.label() + port.again());
      }
    }
    return ExitCode.DONE;
  }

  private PredictCall request(SerinClient client, @Nullable SampleRow row) {
    var call = PredictCall.to(model).user(user).requestId(requestId);
    if (version != null) {
      call.version(version);
    }
    if (row != null) {
      call.input(row.pixels());
    }
    var types = new InputTypes(client, call.build());
    rows.inputs.forEach(input -> call.input(InputArgument.read(input, types::of)));
    outputs.forEach(call::output);
    return call.build();
  }

  /** The types of a model's inputs, asked for at most once. */
  private static final class InputTypes {
    private final SerinClient client;
    private final PredictCall call;
    private Optional<Description> description = Optional.empty();
    private boolean asked;

    InputTypes(SerinClient client, PredictCall call) {
      this.client = client;
      this.call = call;
    }

    Optional<Datatype> of(String input) {
      if (!asked) {
        description = ask();
        asked = true;
      }
      return description.flatMap(known -> known.input(input)).map(TensorSpec::datatype);
    }

    /** Gateways of earlier releases do not implement this call. */
    private Optional<Description> ask() {
      try {
        return Optional.of(client.describe(call));
      } catch (SerinException e) {
        if (e.code().equals("UNIMPLEMENTED")) {
          return Optional.empty();
        }
        throw e;
      }
    }
  }

  private static Map<String, Object> object(Prediction prediction) {
    var tensors = new LinkedHashMap<String, Object>();
    prediction.outputs().forEach((name, tensor) -> tensors.put(name, TensorWriter.object(tensor)));
    return Json.object(
        "model", prediction.model(),
        "version", prediction.version(),
        "role", prediction.role(),
        "revision", prediction.revision(),
        "predictionId", prediction.predictionId(),
        "outputs", tensors,
        "latencyMs", millis(prediction));
  }

  private void print(Prediction prediction) {
    var table = new Table("MODEL", "VERSION", "ROLE", "REVISION", "SERVER MS");
    table.add(
        prediction.model(),
        Long.toString(prediction.version()),
        prediction.role().name().toLowerCase(Locale.ROOT),
        Long.toString(prediction.revision()),
        String.format(Locale.ROOT, "%.2f", millis(prediction)));
    table.print(console);
    console.print("");
    prediction
        .outputs()
        .forEach((name, tensor) -> console.print(name + "  " + TensorWriter.text(tensor)));
    console.print("prediction id  " + prediction.predictionId());
  }

  private static double millis(Prediction prediction) {
    return prediction.serverTime().toNanos() / NANOS_PER_MILLI;
  }
}
