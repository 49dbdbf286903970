package dev.serin.cli.local;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints a completion script for a shell. */
@Command(
    name = "completion",
    header = "Print a script that completes verbs and options in bash or zsh.",
    footer = {"", "Example:", "  source <(./serin completion)"})
public final class CompletionVerb implements Callable<Integer> {
  private final Console console;
  private final Supplier<CommandLine> everything;

  @Mixin
  private CommonOptions common = new CommonOptions();

  /**
   * Makes the verb.
   *
   * @param everything all verbs
   */
  public CompletionVerb(Console console, Supplier<CommandLine> everything) {
    this.console = console;
    this.everything = everything;
  }

  @Override
  public Integer call() {
    var script = AutoComplete.bash("serin", everything.get());
    console.print(common.json() ? Json.line(Json.object("script", script)) : script);
    return ExitCode.DONE;
  }
}
