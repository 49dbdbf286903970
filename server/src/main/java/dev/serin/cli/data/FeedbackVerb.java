package dev.serin.cli.data;

import static java.util.Objects.requireNonNull;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.VerbException;
import dev.serin.client.ClientOptions;
import dev.serin.client.Feedback;
import dev.serin.client.FeedbackResult.Result;
import dev.serin.client.Label;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends the true label of an earlier prediction, or of many from a file. */
@Command(
    name = "feedback",
    header = "Send the true label of an earlier prediction.",
    footer = {
      "",
      "Examples:",
      "  ./serin feedback PREDICTION_ID --label 8",
      "  ./serin feedback --request digits/order-4711 --reward 0.5",
      "  ./serin feedback --file labels.csv",
      "Exits 0 if the label is ACCEPTED, else 1.",
      "The first line of a file names its columns: prediction_id or request_id",
      "(MODEL/ID); one of label, class-index, number, reward; and optionally row. Each",
      "line gets a result, in order; a bad line is INVALID and does not stop the",
      "others. Exits 0 if all lines are ACCEPTED or DUPLICATE, else 1. An interrupted",
      "file can be sent again: a label counts once."
    })
public final class FeedbackVerb implements Callable<Integer> {
  private final Console console;
  private final InputStream in;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private DataPort port = new DataPort();

  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  @ArgGroup(multiplicity = "0..1")
  private @Nullable Truth truth;

  @Spec
  private @Nullable CommandSpec spec;

  @Option(
      names = "--row",
      paramLabel = "N",
      description = "the row of the call, from 0; required if the call had several")
  private @Nullable Integer row;

  /** The prediction that the label is for. */
  private static final class Subject {
    @Parameters(
        paramLabel = "PREDICTION_ID",
        arity = "1",
        parameterConsumer = IdConsumer.class,
        description = "the id that predict returned")
    private @Nullable String id;

    @Option(
        names = "--request",
        required = true,
        paramLabel = "MODEL/ID",
        description = "the model, and your own id of the call")
    private @Nullable String request;

    @Option(
        names = "--file",
        required = true,
        paramLabel = "CSV",
        description = "a file of labels, one per line; - reads standard input")
    private @Nullable String file;
  }

  /** Accepts any prediction id, but nothing that can only be a mistyped option. */
  private static final class IdConsumer implements IParameterConsumer {
    private static final Pattern ID = Pattern.compile("[^-].*|-[A-Za-z0-9_-]{31,}");

    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec id, CommandSpec verb) {
      var text = arguments.pop();
      if (!ID.matcher(text).matches()) {
        throw new ParameterException(
            verb.commandLine(), text + " (expected: a prediction id, or an option)");
      }
      id.setValue(text);
    }
  }

  /** The label. */
  private static final class Truth {
    @Option(
        names = "--label",
        required = true,
        paramLabel = "NAME",
        description = "the name of the true class")
    private @Nullable String label;

    @Option(
        names = "--class-index",
        required = true,
        paramLabel = "N",
        description = "the index of the true class, from 0")
    private @Nullable Long classIndex;

    @Option(
        names = "--number",
        required = true,
        paramLabel = "X",
        description = "the true value, for a model that predicts a number")
    private @Nullable Double number;

    @Option(
        names = "--reward",
        required = true,
        paramLabel = "R",
        description = "how good the prediction turned out to be, from 0 to 1")
    private @Nullable Double reward;
  }

  private FeedbackVerb(Console console, InputStream in) {
    this.console = console;
    this.in = in;
  }

  /**
   * Returns the verb. A prediction id may begin with a dash, so an unknown option is taken for an
   * id, and a value cannot be attached to a one-letter option.
   *
   * @param in what {@code --file -} reads
   */
  public static CommandLine of(Console console, InputStream in) {
    return new CommandLine(new FeedbackVerb(console, in))
        .setPosixClusteredShortOptionsAllowed(false)
        .setUnmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Integer call() throws IOException {
    if (subject.file != null) {
      return sendFile(subject.file);
    }
    var feedback = row == null ? feedback() : feedback().withRow(row);
    var result = port.call(
        console, ClientOptions.defaults().deadline(), client -> client.submitFeedback(feedback));
    console.print(
        common.json() ? Json.line(FeedbackReport.object(result)) : FeedbackReport.text(result));
    return result.result() == Result.ACCEPTED ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private int sendFile(String name) throws IOException {
    if (truth != null || row != null) {
      throw wrong("--file: given with a label or a row (expected: both in the file)");
    }
    var report = new FeedbackReport(console, common.json());
    try (var file = FeedbackFile.open(name, in)) {
      send(file, report);
    }
    return report.finish();
  }

  private void send(FeedbackFile file, FeedbackReport report) {
    try {
      port.call(console, FeedbackFile.TIMEOUT, client -> file.send(client, report));
    } catch (VerbException e) {
      throw e.after(report.progress());
    }
  }

  private Feedback feedback() {
    return subject.request == null
        ? Feedback.of(String.valueOf(subject.id), label())
        : new Feedback(request(subject.request), OptionalInt.empty(), label());
  }

  private static Feedback.Subject request(String text) {
    try {
      return FeedbackColumns.request(text);
    } catch (IllegalArgumentException e) {
      throw VerbException.usage("--request: " + e.getMessage());
    }
  }

  private Label label() {
    if (truth == null) {
      throw wrong("label: missing (expected: --label, --class-index, --number or --reward)");
    }
    if (truth.label != null) {
      return Label.of(truth.label);
    }
    if (truth.classIndex != null) {
      return Label.ofIndex(truth.classIndex);
    }
    return truth.number != null
        ? Label.ofValue(truth.number)
        : Label.ofReward(truth.reward == null ? Double.NaN : truth.reward);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(requireNonNull(spec, "spec").commandLine(), message);
  }
}
