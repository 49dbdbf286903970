package dev.serin.cli.admin;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.client.SerinAdmin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A verb that asks a gateway's admin port about a model and prints the answer. */
public abstract class ModelQuestion<T> implements Callable<Integer> {
  protected final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private AdminPort port = new AdminPort();

  @Parameters(paramLabel = "MODEL", description = "the model's name")
  private String model = "";

  protected ModelQuestion(Console console) {
    this.console = console;
  }

  @Override
  public final Integer call() {
    check();
    var answer = port.call(console, admin -> ask(admin, model));
    if (common.json()) {
      printJson(answer);
    } else {
      print(answer);
    }
    return ExitCode.DONE;
  }

  /** Throws if an option is wrong, before any call. */
  protected void check() {}

  protected abstract T ask(SerinAdmin admin, String name);

  protected abstract void printJson(T answer);

  protected abstract void print(T answer);
}
