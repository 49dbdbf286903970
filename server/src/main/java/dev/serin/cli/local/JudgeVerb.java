package dev.serin.cli.local;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.VerbException;
import dev.serin.config.PlanConfig;
import dev.serin.config.PlanFile;
import dev.serin.config.yaml.ParsedConfig;
import dev.serin.events.Event;
import dev.serin.events.EventFormatException;
import dev.serin.events.EventReader;
import dev.serin.feedback.quality.Metric;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.replay.Decision;
import dev.serin.replay.Replay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Judges recorded calls by the gates that judge live ones. */
@Command(
    name = "judge",
    header = "Show what a plan would have decided on recorded calls.",
    footer = {
      "",
      "Example:",
      "  ./serin serve --events events.csv",
      "  ./serin judge plan.yaml events.csv -o json",
      "PLAN has the blocks quality, rollout and gates, all optional; {} is a plan.",
      "EVENTS has the columns time_ms,user,role,share,latency_ms,error,loss,",
      "label_delay_ms,abandoned and together: how many calls shared the run. Files of",
      "earlier releases lack the last one, or the last two; without `abandoned` calls",
      "that callers gave up are not judged. Prints each change of a gate's state, then",
      "the decision: rollback, promote, pause or undecided."
    })
public final class JudgeVerb implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "PLAN", description = "how to judge the canary, as YAML")
  private Path planFile = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "EVENTS",
      description = "the recorded calls, as CSV, plain or gzipped")
  private Path eventsFile = Path.of("");

  public JudgeVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    var plan = plan();
    var report = new JudgeReport(console, common.json());
    try (var events = EventReader.open(eventsFile)) {
      report.print(decision(plan, events, report));
    } catch (EventFormatException e) {
      throw VerbException.refused(String.valueOf(e.getMessage()));
    }
    return ExitCode.DONE;
  }

  private PlanConfig plan() {
    var parsed = new PlanFile().read(planFile);
    if (parsed instanceof ParsedConfig.Valid<PlanConfig> valid) {
      return valid.config();
    }
    var problems =
        parsed instanceof ParsedConfig.Invalid<PlanConfig> invalid ? invalid.problems() : List.of();
    throw VerbException.refused(
        problems.stream().map(Object::toString).collect(Collectors.joining("\n")));
  }

  private Decision decision(PlanConfig plan, EventReader events, JudgeReport report)
      throws IOException {
    boolean binary =
        plan.quality().map(QualitySettings::metric).orElse(Metric.ACCURACY) == Metric.ACCURACY;
    var gates = events.tellsAbandoned() ? plan.gates() : plan.gates().withoutAbandoned();
    var replay = new Replay(plan.plan(), gates, binary, report::changed);
    for (var event = events.next(); event != null; event = events.next()) {
      if (binary) {
        checkBinary(event);
      }
      replay.add(event);
      if (replay.decision().isPresent()) {
        break;
      }
    }
    return replay.finish();
  }

  private void checkBinary(Event event) {
    double loss = event.loss().orElse(0);
    if (loss != 0 && loss != 1) {
      throw VerbException.refused(eventsFile + ": loss: " + loss + " at time_ms "
          + event.timeMillis() + " (expected: 0 or 1, because the plan's metric is accuracy)");
    }
  }
}
