package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Table;
import dev.serin.client.Explanation;
import dev.serin.client.SerinAdmin;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows which version a user gets, and why. */
@Command(
    name = "explain",
    header = "Show which version a user gets, and why.",
    footer = {"", "Example:", "  ./serin explain digits --user alice"})
public final class ExplainVerb extends ModelQuestion<Explanation> {
  @Option(names = "--user", required = true, paramLabel = "ID", description = "the user's id")
  private String user = "";

  public ExplainVerb(Console console) {
    super(console);
  }

  @Override
  protected Explanation ask(SerinAdmin admin, String name) {
    return admin.explain(name, user);
  }

  @Override
  protected void printJson(Explanation explanation) {
    console.print(line(explanation));
  }

  private static String line(Explanation explanation) {
    var object = Json.object(
        "model", explanation.model(),
        "user", explanation.userId(),
        "salt", explanation.salt(),
        "hash", explanation.hash(),
        "bucket", explanation.bucket(),
        "version", explanation.version(),
        "role", explanation.role(),
        "revision", explanation.revision(),
        "why", explanation.why());
    explanation.forcedBy().ifPresent(list -> object.put("forcedBy", list));
    return Json.line(object);
  }

  @Override
  protected void print(Explanation explanation) {
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
