package dev.serin.cli.deploy;

import dev.serin.cli.admin.AdminPort;
import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.TimeConverter;
import dev.serin.cli.console.VerbException;
import dev.serin.cli.rollout.RolloutReport;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.client.SerinException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a model into a running gateway as the next version, and starts its rollout. */
@Command(
    name = "deploy",
    header = "Bring in a model as the next version, and start its rollout.",
    footer = {
      "",
      "Examples:",
      "  ./serin deploy net.onnx --model fraud --canary 0.05 --watch",
      "  ./serin deploy net.onnx --model fraud --no-rollout",
      "PATH is as in `models import`; the gateway must run on this machine. The version is",
      "loaded and tried first, and again by the gateway. A model's first version serves",
      "everybody at once. --watch has the exit codes of `rollout status --watch`."
    })
public final class DeployVerb implements Callable<Integer> {
  private static final Pattern SHARE = Pattern.compile("0\\.(?=[0-9]*[1-9])[0-9]{1,18}");

  private final Console console;
  private final LongSupplier nanos;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private AdminPort port = new AdminPort();

  @Parameters(paramLabel = "PATH", description = "the model, a file or a folder")
  private Path path = Path.of("");

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "the name that callers call")
  private String model = "";

  @Option(
      names = "--canary",
      paramLabel = "SHARE",
      description = "the users that it gets first, such as 0.05 (default: the plan's first step)")
  private @Nullable String canary;

  @Option(
      names = "--no-rollout",
      description = "start no rollout: only set the split to --canary, or give it no users")
  private boolean noRollout;

  @Option(
      names = "--watch",
      description = "follow the rollout until it is promoted, rolled back, rejected or paused")
  private boolean watch;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "how long to watch, such as 2h (default: no limit)")
  private @Nullable Duration timeout;

  @Option(
      names = "--force",
      description = "start even if the same file was rolled back recently or the cool-down lasts")
  private boolean force;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the journal")
  private String reason = "";

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "who makes the change (default: your login)")
  private @Nullable String author;

  /**
   * Returns the verb.
   *
   * @param nanos a clock for durations
   */
  public DeployVerb(Console console, LongSupplier nanos) {
    this.console = console;
    this.nanos = nanos;
  }

  @Override
  public Integer call() {
    check();
    return port.call(console, admin -> deploy(new Target(admin, model, nanos)));
  }

  private void check() {
    ModelsImport.checkName(model);
    if (canary != null && !SHARE.matcher(canary).matches()) {
      throw VerbException.usage(
          "--canary: " + canary + " (expected: a share between 0 and 1, such as 0.05)");
    }
    if (watch && noRollout) {
      throw VerbException.usage("--watch: given with --no-rollout (expected: one of them)");
    }
    if (timeout != null && !watch) {
      throw VerbException.usage("--timeout: given without --watch (expected: both)");
    }
  }

  private int deploy(Target target) {
    var repository = target.repository();
    boolean first = target.split().isEmpty();
    if (first && canary != null) {
      throw VerbException.refused("--canary: a model's first version serves everybody, and " + model
          + " has none yet (expected: no --canary)");
    }
    var source = Sources.of(path, OptionalLong.empty());
    var imported =
        new Import(repository, model).run(source, OptionalLong.empty(), target.highest());
    if (common.json()) {
      console.print(Json.line(ImportReport.object(imported)));
    } else {
      ImportReport.print(console, imported);
    }
    long version = imported.id().version();
    target.awaitReady(imported.id());
    try {
      return first ? serve(version) : raise(target, version);
    } catch (SerinException e) {
      if (e.unreachable()) {
        throw e;
      }
      throw VerbException.refused(imported.id() + " is READY and has no users: " + e.getMessage()
          + "; then ./serin rollout start " + model + " --candidate " + version
          + (canary == null ? "" : " --canary " + canary));
    }
  }

  private int serve(long version) {
    say(model + "/" + version + " is READY and serves everybody: it is the model's first version");
    return ExitCode.DONE;
  }

  private int raise(Target target, long version) {
    if (noRollout) {
      if (canary == null) {
        say(model + "/" + version + " is READY and has no users");
      } else {
        var revision = target.give(version, canary, author(), reason);
        say(model + "/" + version + " is READY; revision " + revision.revision() + " gives it "
            + canary + " of the users; take them back with ./serin split set " + model + " "
            + revision.stable() + "=1");
      }
      return ExitCode.DONE;
    }
    var change = RolloutChange.of(model).withAuthor(author()).withReason(reason);
    var start = RolloutStart.of(change).withCandidate(version).withForce(force);
    var status = target.admin().startRollout(canary == null ? start : start.withCanary(canary));
    say("rollout #" + status.rollout().number() + " of version " + version + " started; stable is"
        + " version " + status.rollout().stable());
    var report = new RolloutReport(console, common.json(), nanos);
    if (watch) {
      return report.follow(target.admin(), model, Optional.ofNullable(timeout));
    }
    report.show(status);
    say("follow it with ./serin rollout status " + model + " --watch");
    return ExitCode.DONE;
  }

  private String author() {
    return author == null ? System.getProperty("user.name", "") : author;
  }

  private void say(String line) {
    if (!common.json()) {
      console.print(line);
    }
  }
}
