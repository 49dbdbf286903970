package dev.serin.benchmarks;

import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.client.SerinAdmin;
import dev.serin.gate.GateId;
import dev.serin.server.Gateway;
import dev.serin.server.GatewayOptions;
import dev.serin.server.StartException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Measures for how long a canary gets calls after a gate has found harm: rollouts of a canary that
 * has half of the users and begins to fail, one after the other, under load.
 *
 * <p>When a call arrived is not told; that was after it was sent, and not later than its answer
 * came less the time that the gateway took.
 */
public final class Rollbacks {
  private static final String PLAN = """
      models:
        digits:
          split: {2: 1}
          gates: {mode: {latency: dry_run, service: dry_run}, quality: {required: false}}
          rollout: {candidate: 1, steps: [0.5, 1.0], bake: 1h, evidence: {0.5: no_harm}}
      """;

  /** Until none is in flight of those before, and none of them is left that a preflight replays. */
  private static final long CALM_CALLS = 2_000;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final int rollbacks;
  private final int inFlight;
  private final List<Long> sent = new ArrayList<>();
  private final List<Long> arrived = new ArrayList<>();

  Rollbacks(int rollbacks, int inFlight) {
    this.rollbacks = rollbacks;
    this.inFlight = inFlight;
  }

  /** Takes the number of rollbacks, and how many calls are in flight. */
  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "arguments: " + args.length + " (expected: rollbacks, calls in flight)");
    }
    new Rollbacks(Integer.parseInt(args[0]), Integer.parseInt(args[1])).run(System.out);
  }

  void run(PrintStream out) throws Exception {
    var folder = Files.createTempDirectory("serin-rollbacks");
    try (var gateway = gateway(folder);
        var admin = SerinAdmin.connect("127.0.0.1:" + gateway.adminPort());
        var verdicts = new Verdicts(GateId.Kind.ERRORS, GateId.Kind.ERRORS_SLO);
        var load = new FailingLoad(gateway.grpcPort(), inFlight)) {
      load.start();
      long start = System.nanoTime();
      for (int i = 0; i < rollbacks; i++) {
        measure(admin, verdicts, load);
      }
      double rate = load.answers() / ((System.nanoTime() - start) / 1e9);
      out.printf(
          "%d rollbacks, %d calls in flight, %.0f calls/s, JDK %s%n",
          rollbacks, inFlight, rate, Runtime.version());
      Swaps.print(out, "from verdict to last call sent", sent);
      Swaps.print(out, "from verdict to last call arrived", arrived);
      Swaps.print(out, "swap of the routing", Swaps.measure());
    } finally {
      delete(folder);
    }
  }

  private void measure(SerinAdmin admin, Verdicts verdicts, FailingLoad load)
      throws InterruptedException {
    verdicts.forget();
    var change = RolloutChange.of("digits").withAuthor("benchmark");
    var unused = admin.startRollout(RolloutStart.of(change).withForce(true));
    await(admin, State.RAMPING);
    calm(load);
    load.fail(true);
    await(admin, State.ROLLED_BACK);
    calm(load);
    load.fail(false);
    sent.add(load.lastSentNanos() - verdicts.firstNanos());
    arrived.add(load.lastArrivedNanos() - verdicts.firstNanos());
    calm(load);
  }

  private static void calm(FailingLoad load) throws InterruptedException {
    long until = load.answers() + CALM_CALLS;
    await(() -> load.answers() >= until);
  }

  private static void await(SerinAdmin admin, State state) throws InterruptedException {
    await(() -> {
      var rollout = admin.rollout("digits").rollout();
      if (rollout.state() == State.REJECTED || rollout.state() == State.PAUSED) {
        throw new IllegalStateException(rollout.state() + ": " + rollout.detail());
      }
      return rollout.state() == state;
    });
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException("nothing happened; the figures are void");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Gateway gateway(Path folder) throws IOException, StartException {
    var config = Files.writeString(folder.resolve("serin.yaml"), PLAN);
    var files = new GatewayOptions.Files(
        config, Digit.MODELS.resolve("repository"), folder.resolve(".serin"), null);
    return Gateway.start(
        new GatewayOptions(files, new GatewayOptions.Address("127.0.0.1", 0, 0, 0)));
  }
}
