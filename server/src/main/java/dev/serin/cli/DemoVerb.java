package dev.serin.cli;

import dev.serin.demo.Act;
import dev.serin.demo.Demo;
import dev.serin.demo.DemoException;
import dev.serin.demo.DemoListener;
import dev.serin.demo.DemoOptions;
import dev.serin.demo.Pace;
import dev.serin.demo.Performance;
import dev.serin.demo.report.Report;
import dev.serin.server.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays three rollouts against a gateway of the demo's own. */
@Command(
    name = "demo",
    header = "Show three rollouts: a streaming service ships new models.",
    footer = {
      "",
      "Examples:",
      "  ./serin demo",
      "  ./serin demo --act 3",
      "  ./serin demo --seed 7 -o json",
      "Real models, a real gateway on free ports of this machine, real calls; the ordinary",
      "controller decides by the ordinary gates, with a plan whose durations are short. It",
      "takes a minute or two, and ends with 0 if every act ended as it must, else with 1.",
      "On a terminal the screen is live; elsewhere there is one line for each event."
    })
final class DemoVerb implements Callable<Integer> {
  private final Console console;
  private final LongSupplier nanos;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Option(
      names = "--act",
      paramLabel = "N",
      description = "play only this act, 1 to 3 (default: all)")
  private int act;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "which viewers come when, and what they think of it (default: 1)")
  private long seed;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description = "how much faster than people can follow, at most 10 (default: 1)")
  private double speed;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "write a page and a picture of the rollouts here (default: nowhere)")
  private @Nullable Path folder;

  @Option(names = "--stay", description = "let the gateway and the viewers go on until Ctrl-C")
  private boolean stay;

  DemoVerb(Console console, LongSupplier nanos) {
    this.console = console;
    this.nanos = nanos;
  }

  @Override
  public Integer call() throws IOException {
    var options = options();
    // Read when the first logger is made, which is later.
    System.setProperty("serin.log.level", "ERROR");
    try (var demo = Demo.open(options, nanos)) {
      var stop = new Thread(demo::close, "demo-stop");
      Runtime.getRuntime().addShutdownHook(stop);
      var performance = play(demo, options);
      boolean unused = Runtime.getRuntime().removeShutdownHook(stop);
      return performance.right() ? ExitCode.DONE : ExitCode.REFUSED;
    } catch (StartException e) {
      throw VerbException.refused("cannot start: " + e.getMessage());
    } catch (DemoException e) {
      throw VerbException.refused("demo: " + e.getMessage());
    }
  }

  private DemoOptions options() {
    if (act < 0 || act > Act.ALL.size()) {
      throw VerbException.usage("--act: " + act + " (expected: 1 to " + Act.ALL.size() + ")");
    }
    var acts = act == 0 ? Act.ALL : List.of(Act.ALL.get(act - 1));
    try {
      return new DemoOptions(Home.folder().resolve("models/demo"), seed, new Pace(speed), acts);
    } catch (IllegalArgumentException e) {
      throw VerbException.usage("--" + e.getMessage());
    }
  }

  @SuppressWarnings("Interruption") // nobody above waits for the interrupt
  private Performance play(Demo demo, DemoOptions options) throws IOException {
    var report = new DemoReport(console, common.json());
    try {
      var performance =
          common.json() ? demo.play(new DemoListener.Silent()) : playForPeople(demo, options);
      report.print(performance);
      if (folder != null) {
        report.written(Report.write(GatewayFiles.normal(folder), performance));
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

  private Performance playForPeople(Demo demo, DemoOptions options)
      throws IOException, InterruptedException {
    try (var view = new DemoView(console, nanos, options.acts())) {
      view.opened(demo.venue());
      return demo.play(view);
    }
  }
}
