package dev.serin.cli;

import dev.serin.client.ClientOptions;
import dev.serin.client.Feedback;
import dev.serin.client.FeedbackResult;
import dev.serin.client.FeedbackResult.Result;
import dev.serin.client.Label;
import java.util.Locale;
import java.util.Map;
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

/** Brings the truth about an earlier prediction. */
@Command(
    name = "feedback",
    header = "Tell what was true of an earlier prediction.",
    footer = {
      "",
      "Examples:",
      "  ./serin feedback PREDICTION_ID --label 8",
      "  ./serin feedback --request digits/order-4711 --reward 0.5",
      "Ends with 0 if the label is ACCEPTED, else with 1."
    })
final class FeedbackVerb implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private DataPort port = new DataPort();

  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  @ArgGroup(multiplicity = "1")
  private Truth truth = new Truth();

  @Option(
      names = "--row",
      paramLabel = "N",
      description = "which row of the call, counted from 0; needed when it had more than one")
  private @Nullable Integer row;

  /** Which prediction it is about. */
  private static final class Subject {
    @Parameters(
        paramLabel = "PREDICTION_ID",
        arity = "1",
        parameterConsumer = IdConsumer.class,
        description = "as predict returned it")
    private @Nullable String id;

    @Option(
        names = "--request",
        required = true,
        paramLabel = "MODEL/ID",
        description = "the model, and your own name for the call")
    private @Nullable String request;
  }

  /** Takes a prediction id as it is, unless it can only be a mistyped option. */
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

  /** What was true. */
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
        description = "the index of the true class, counted from 0")
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

  private FeedbackVerb(Console console) {
    this.console = console;
  }

  /**
   * Returns the verb. A prediction id may begin with a dash, so what looks like an option and is
   * none is taken for an id, and an option's value is never attached to its letter.
   */
  static CommandLine of(Console console) {
    return new CommandLine(new FeedbackVerb(console))
        .setPosixClusteredShortOptionsAllowed(false)
        .setUnmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Integer call() {
    var feedback = row == null ? feedback() : feedback().withRow(row);
    var result = port.call(
        console, ClientOptions.defaults().deadline(), client -> client.submitFeedback(feedback));
    console.print(common.json() ? Json.line(object(result)) : text(result));
    return result.result() == Result.ACCEPTED ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private Feedback feedback() {
    if (subject.request == null) {
      return Feedback.of(String.valueOf(subject.id), label());
    }
    int slash = subject.request.indexOf('/');
    if (slash < 1) {
      throw VerbException.usage(
          "--request: " + subject.request + " (expected: MODEL/ID such as digits/order-4711)");
    }
    return Feedback.ofRequest(
        subject.request.substring(0, slash), subject.request.substring(slash + 1), label());
  }

  private Label label() {
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

  private static Map<String, Object> object(FeedbackResult result) {
    var object = Json.object("result", result.result().name());
    if (!result.message().isEmpty()) {
      object.put("message", result.message());
    }
    return object;
  }

  private static String text(FeedbackResult result) {
    var message = result.message().isEmpty() ? "" : ": " + result.message();
    var servedBy = result
        .servedBy()
        .map(by -> "  " + by.model() + " version " + by.version() + ", "
            + by.role().name().toLowerCase(Locale.ROOT))
        .orElse("");
    return result.result() + message + servedBy;
  }
}
