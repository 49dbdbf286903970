package dev.serin.cli;

import dev.serin.cli.admin.ExplainVerb;
import dev.serin.cli.admin.ModelsVerb;
import dev.serin.cli.admin.SplitVerb;
import dev.serin.cli.admin.StatusVerb;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.VerbException;
import dev.serin.cli.data.FeedbackVerb;
import dev.serin.cli.data.PredictVerb;
import dev.serin.cli.demo.DemoVerb;
import dev.serin.cli.deploy.DeployVerb;
import dev.serin.cli.deploy.ModelsImport;
import dev.serin.cli.local.CompletionVerb;
import dev.serin.cli.local.DoctorVerb;
import dev.serin.cli.local.JournalVerb;
import dev.serin.cli.local.JudgeVerb;
import dev.serin.cli.local.LintVerb;
import dev.serin.cli.local.ServeVerb;
import dev.serin.cli.rollout.RolloutVerb;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The {@code serin} command. */
public final class Main {
  /** Replaces a byte of the command line that the locale cannot decode. */
  private static final char UNREADABLE = '\ufffd';

  private Main() {}

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(
        arguments,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        System.getenv(),
        Ansi.AUTO.enabled()));
  }

  /**
   * Runs a verb and returns its exit code: 0 done, 1 refused, 64 usage error, 69 no gateway
   * answers, 70 internal error; a watched rollout adds 2 and 3.
   *
   * @param terminal whether the output is a terminal
   */
  public static int run(
      String[] arguments,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      boolean terminal) {
    var console = Console.of(out, err, environment, terminal);
    var failures = new Failures(console, List.of(arguments));
    if (String.join("", arguments).indexOf(UNREADABLE) >= 0) {
      return failures.report(VerbException.usage(
          "arguments: not readable (expected: a UTF-8 locale, such as LC_ALL=C.UTF-8)"));
    }
    try {
      return commandLine(console, arguments, failures).execute(arguments);
    } catch (LinkageError e) {
      return failures.report(e);
    }
  }

  /** Builds only the requested verb, because building all of them takes noticeably longer. */
  private static CommandLine commandLine(Console console, String[] arguments, Failures failures) {
    var verbs = verbs(console);
    var asked = arguments.length == 0 ? null : verbs.get(arguments[0]);
    var commandLine = asked == null
        ? everything(console)
        : new CommandLine(new RootVerb()).addSubcommand(arguments[0], asked.apply(console));
    return commandLine
        .setExpandAtFiles(false)
        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  private static CommandLine everything(Console console) {
    var commandLine = new CommandLine(new RootVerb());
    verbs(console).forEach((name, verb) -> commandLine.addSubcommand(name, verb.apply(console)));
    return commandLine;
  }

  private static Map<String, Function<Console, Object>> verbs(Console console) {
    var verbs = new LinkedHashMap<String, Function<Console, Object>>();
    verbs.put("demo", unused -> new DemoVerb(console, System::nanoTime));
    verbs.put("serve", ServeVerb::new);
    verbs.put("predict", PredictVerb::new);
    verbs.put("feedback", unused -> FeedbackVerb.of(console, System.in));
    verbs.put("deploy", unused -> new DeployVerb(console, System::nanoTime));
    verbs.put("explain", ExplainVerb::new);
    verbs.put("split", SplitVerb::of);
    verbs.put("status", StatusVerb::new);
    verbs.put("rollout", unused -> RolloutVerb.of(console, System::nanoTime));
    verbs.put("models", unused -> ModelsVerb.of(console).addSubcommand(new ModelsImport(console)));
    verbs.put("judge", JudgeVerb::new);
    verbs.put("lint", LintVerb::new);
    verbs.put("journal", JournalVerb::of);
    verbs.put("doctor", DoctorVerb::new);
    verbs.put("completion", unused -> new CompletionVerb(console, () -> everything(console)));
    return verbs;
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
