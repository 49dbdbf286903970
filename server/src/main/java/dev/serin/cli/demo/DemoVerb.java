package dev.serin.cli.demo;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.serin.cli.console.AtExit;
import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Home;
import dev.serin.cli.console.VerbException;
import dev.serin.cli.console.WholePath;
import dev.serin.client.SerinException;
import dev.serin.demo.Act;
import dev.serin.demo.Demo;
import dev.serin.demo.DemoException;
import dev.serin.demo.DemoListener;
import dev.serin.demo.DemoOptions;
import dev.serin.demo.Pace;
import dev.serin.demo.Performance;
import dev.serin.demo.report.Report;
import dev.serin.onnx.OnnxNatives;
import dev.serin.server.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays four rollouts on a gateway of its own. */
@Command(
    name = "demo",
    header = "Show four rollouts: a streaming service ships new models.",
    footer = {
      "",
      "Examples:",
      "  ./serin demo",
      "  ./serin demo --act 3",
      "  ./serin demo --seed 7 -o json",
      "Real models, a real gateway on free ports of this machine, real calls; the",
      "ordinary controller and gates decide, by a plan with short durations. It takes",
      "a minute or two, and exits 0 if every rollout was decided correctly, else 1. On",
      "a terminal the screen is live; elsewhere there is one line for each event."
    })
public final class DemoVerb implements Callable<Integer> {
  private static final String LOG_LEVEL = "serin.log.level";

  private final Console console;
  private final LongSupplier nanos;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Option(
      names = "--act",
      paramLabel = "N",
      description = "play only this act, 1 to 4 (default: all)")
  private @Nullable Integer act;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "random seed: which viewers call when, and what they watch (default: 1)")
  private long seed;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description = "how fast to play, 0.1 to 10; people can follow 1 (default: 1)")
  private double speed;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "write a page and a picture of the rollouts to this folder (default: none)")
  private @Nullable Path folder;

  @Option(names = "--stay", description = "keep the gateway and the viewers running until Ctrl-C")
  private boolean stay;

  public DemoVerb(Console console, LongSupplier nanos) {
    this.console = console;
    this.nanos = nanos;
  }

  @Override
  public Integer call() throws IOException {
    var options = options();
    var target = folder == null ? null : writable(WholePath.of(folder));
    OnnxNatives.temporaryFolderProblem().ifPresent(problem -> {
      throw VerbException.refused(problem);
    });
    if (System.getProperty(LOG_LEVEL) == null) {
      // In time, because the first logger is made later.
      System.setProperty(LOG_LEVEL, "ERROR");
    }
    var opening = new CompletableFuture<Demo>();
    var atExit = AtExit.run("demo-stop", () -> closeOnceOpen(opening));
    try (atExit;
        var demo = Demo.open(options, nanos)) {
      opening.complete(demo);
      return play(demo, options, target).right() ? ExitCode.DONE : ExitCode.REFUSED;
    } catch (StartException | DemoException | SerinException e) {
      if (atExit.ending()) {
        return ExitCode.REFUSED;
      }
      var what = e instanceof StartException ? "cannot start: " : "demo: ";
      throw VerbException.refused(what + e.getMessage());
    } finally {
      opening.cancel(/* mayInterruptIfRunning= */ false);
    }
  }

  /** Waits for a demo that is still being opened: it already has a folder and threads. */
  private static void closeOnceOpen(CompletableFuture<Demo> opening) {
    try {
      opening.orTimeout(10, SECONDS).thenAccept(Demo::close).join();
    } catch (CancellationException | CompletionException e) {
      // It could not be opened, or the thread that plays it closes it.
      return;
    }
  }

  private DemoOptions options() {
    if (act != null && (act < 1 || act > Act.ALL.size())) {
      throw VerbException.usage("--act: " + act + " (expected: 1 to " + Act.ALL.size() + ")");
    }
    var acts = act == null ? Act.ALL : List.of(Act.ALL.get(act - 1));
    try {
      return DemoOptions.of(Home.folder().resolve("models/demo"), seed, new Pace(speed), acts);
    } catch (IllegalArgumentException e) {
      throw VerbException.usage("--" + e.getMessage());
    }
  }

  /** Creates the folder before the demo, so that it fails early. */
  private static Path writable(Path target) {
    try {
      Files.createDirectories(target);
    } catch (IOException e) {
      throw notWritable(target);
    }
    if (!Files.isWritable(target)) {
      throw notWritable(target);
    }
    return target;
  }

  private static VerbException notWritable(Path target) {
    return VerbException.usage(
        "--report: " + target + " (expected: a folder that can be created and written)");
  }

  @SuppressWarnings("Interruption") // no caller needs the interrupt
  private Performance play(Demo demo, DemoOptions options, @Nullable Path target)
      throws IOException {
    var report = new DemoReport(console, common.json());
    try {
      var performance =
          common.json() ? demo.play(new DemoListener() {}) : playForPeople(demo, options);
      report.print(performance);
      if (target != null) {
        write(report, target, performance);
      }
      if (stay) {
        report.stays(demo.venue());
        new CountDownLatch(1).await();
      }
      return performance;
    } catch (InterruptedException e) {
      throw VerbException.refused("interrupted");
    }
  }

  private static void write(DemoReport report, Path target, Performance performance) {
    try {
      report.written(Report.write(target, performance));
    } catch (IOException e) {
      throw VerbException.refused(
          "--report: " + e.getMessage() + " (expected: a writable folder with free space)");
    }
  }

  private Performance playForPeople(Demo demo, DemoOptions options)
      throws IOException, InterruptedException {
    try (var view = new DemoView(console, nanos, options.acts())) {
      view.opened(demo.venue());
      return demo.play(view);
    }
  }
}
