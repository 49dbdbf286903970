package dev.serin.cli.rollout;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Json;
import dev.serin.client.RolloutStatus;

/** A watched rollout, printed as a line for each transition. Confined to one thread. */
public final class RolloutLines implements RolloutView {
  private final Console console;
  private final boolean json;
  private long shown;

  public RolloutLines(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints the status unless its transition is the one printed last. */
  @Override
  public void show(RolloutStatus status) {
    if (status.rollout().revision() != shown) {
      shown = status.rollout().revision();
      console.print(json ? Json.line(RolloutJson.object(status)) : RolloutWords.line(status));
    }
  }

  @Override
  public void remark(String text) {
    console.err().println("serin: " + text);
  }

  @Override
  public void end() {}
}
