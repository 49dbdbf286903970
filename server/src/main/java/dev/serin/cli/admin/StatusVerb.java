package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Json;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.client.ModelStatus;
import dev.serin.client.Rollout;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinException;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;

/** Shows the status of a model. */
@Command(
    name = "status",
    header = "Show a model's versions: calls, errors, latency, quality, gates.",
    footer = {
      "",
      "Example:",
      "  ./serin status digits",
      "SET is the share in the split, REAL that of the calls that the split routed.",
      "ERRORS are the version's, CALLER ERRORS were caused by callers. The interval",
      "after the quality contains the true value with 95 %% probability at all times.",
      "Gates compare each canary with stable. E is the evidence, shown with its",
      "threshold: for harm, and for OK where a gate can prove it. A gate that can only",
      "find harm stays undecided, or ok, while there is none."
    })
public final class StatusVerb extends ModelQuestion<StatusVerb.Answer> {
  /** The answers when the model has no rollout, and when the gateway does not know the call. */
  private static final Set<String> NO_ROLLOUT = Set.of("NOT_FOUND", "UNIMPLEMENTED");

  /**
   * What the gateway answered.
   *
   * @param rollout the one that acts on harm; empty if there is no harm, or no rollout that is not
   *     over
   */
  record Answer(ModelStatus status, Optional<Rollout> rollout) {}

  public StatusVerb(Console console) {
    super(console);
  }

  @Override
  protected Answer ask(SerinAdmin admin, String name) {
    var status = admin.status(name);
    boolean harm = status.comparisons().stream()
        .flatMap(comparison -> comparison.gates().stream())
        .anyMatch(gate -> gate.verdict() == Verdict.HARM);
    return new Answer(status, harm ? running(admin, name) : Optional.empty());
  }

  private static Optional<Rollout> running(SerinAdmin admin, String name) {
    try {
      return Optional.of(admin.rollout(name).rollout())
          .filter(last -> !last.state().over());
    } catch (SerinException e) {
      if (NO_ROLLOUT.contains(e.code())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  protected void printJson(Answer answer) {
    console.print(Json.line(StatusReport.object(answer.status())));
  }

  @Override
  protected void print(Answer answer) {
    StatusReport.print(console, answer.status(), answer.rollout());
  }
}
