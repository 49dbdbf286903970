package dev.serin.cli;

import dev.serin.client.Explanation;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which version a user gets, and why. */
@Command(
    name = "explain",
    header = "Say which version a user gets, and why.",
    footer = {"", "Example:", "  ./serin explain digits --user alice"})
final class ExplainVerb implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private AdminPort port = new AdminPort();

  @Parameters(paramLabel = "MODEL", description = "the model's name")
  private String model = "";

  @Option(names = "--user", required = true, paramLabel = "ID", description = "the user's id")
  private String user = "";

  ExplainVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var explanation = port.call(console, admin -> admin.explain(model, user));
    if (common.json()) {
      console.print(line(explanation));
    } else {
      print(explanation);
    }
    return ExitCode.DONE;
  }

  private static String line(Explanation explanation) {
    return Json.line(Json.object(
        "model", explanation.model(),
        "user", explanation.userId(),
        "salt", explanation.salt(),
        "hash", explanation.hash(),
        "bucket", explanation.bucket(),
        "version", explanation.version(),
        "role", explanation.role(),
        "revision", explanation.revision(),
        "why", explanation.why()));
  }

  private void print(Explanation explanation) {
    var table = new Table("MODEL", "USER", "SALT", "HASH", "BUCKET", "VERSION", "ROLE", "REVISION");
    table.add(
        explanation.model(),
        explanation.userId(),
        explanation.salt(),
        explanation.hash(),
        String.format(Locale.ROOT, "%.6f", explanation.bucket()),
        Long.toString(explanation.version()),
        explanation.role().name().toLowerCase(Locale.ROOT),
        Long.toString(explanation.revision()));
    table.print(console);
    console.print("");
    console.print(explanation.why());
  }
}
