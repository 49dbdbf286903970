package dev.serin.demo;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.gate.GateSettings;
import dev.serin.rollout.Plan;
import dev.serin.server.StartException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A streaming service ships four models: real models, a real gateway and real calls over loopback,
 * and only the ordinary controller decides. Thread-safe: at shutdown another thread closes it while
 * one plays.
 */
public final class Demo implements AutoCloseable {
  private static final BigDecimal TAIL = new BigDecimal("0.95");
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * How long the JVM warms up, at any pace: calls that run code which is compiled meanwhile are
   * late, above all the few of a canary.
   */
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private static final Duration MOST_WARM_UP = Duration.ofSeconds(10);

  /** The time of the compiler in each second below which the JVM is warm. */
  private static final long WARM_MILLIS = 200;

  /** How long stable is measured for the calibration. */
  private static final Duration MEASURE = Duration.ofSeconds(2);

  private final DemoOptions options;
  private final LongSupplier nanos;
  private final Viewers viewers;
  private final Stage stage;
  private final Audience audience;

  @GuardedBy("this")
  private boolean closed;

  private Demo(
      DemoOptions options, LongSupplier nanos, Viewers viewers, Stage stage, Audience audience) {
    this.options = options;
    this.nanos = nanos;
    this.viewers = viewers;
    this.stage = stage;
    this.audience = audience;
  }

  /** Starts the gateway and the viewers. */
  public static Demo open(DemoOptions options, LongSupplier nanos)
      throws IOException, StartException {
    var viewers = Viewers.read(options.files().resolve("viewers.csv.gz"));
    long stable = options.acts().get(0).stable();
    var stage = Stage.open(versions(options), StageConfig.yaml(stable, options.pace()));
    var visits = new Visits(viewers, new Random(options.seed()));
    var audience = Audience.start(stage.client(), visits, options.pace(), nanos);
    return new Demo(options, nanos, viewers, stage, audience);
  }

  /** The files of the versions that the acts need, except the one that is fitted to the machine. */
  private static Map<Long, Path> versions(DemoOptions options) {
    var versions = new TreeMap<Long, Path>();
    for (var act : options.acts()) {
      versions.put(act.stable(), model(options.files(), act.stable()));
      if (!act.slow()) {
        versions.put(act.candidate(), model(options.files(), act.candidate()));
      }
    }
    return versions;
  }

  private static Path model(Path files, long version) {
    return files.resolve(Stage.MODEL).resolve(version + "").resolve("model.onnx");
  }

  /** Where to look at it while it runs. */
  public Venue venue() {
    return stage.venue(viewers.list().size(), options.pace().callsPerSecond());
  }

  /** Plays the acts, up to the first that does not end as expected: later ones depend on it. */
  public Performance play(DemoListener listener) throws IOException, InterruptedException {
    long began = nanos.getAsLong();
    warmUp();
    var calibration = calibrate(listener);
    var played = new ArrayList<Played>();
    for (var act : options.acts()) {
      audience.changeRate(calibration
          .filter(unused -> act.slow())
          .map(Calibration::callsPerSecond)
          .orElse(options.pace().callsPerSecond()));
      played.add(play(act, listener));
      if (!played.get(played.size() - 1).right()) {
        break;
      }
    }
    audience.stopCounting();
    var took = Duration.ofNanos(nanos.getAsLong() - began);
    return new Performance(options.seed(), options.pace(), calibration, played, took);
  }

  private void warmUp() throws InterruptedException {
    sleep(WARM_UP);
    var compiler = ManagementFactory.getCompilationMXBean();
    if (compiler == null || !compiler.isCompilationTimeMonitoringSupported()) {
      return;
    }
    long end = nanos.getAsLong() + MOST_WARM_UP.minus(WARM_UP).toNanos();
    long before = compiler.getTotalCompilationTime();
    boolean cold = true;
    while (cold && end - nanos.getAsLong() > 0) {
      sleep(Duration.ofSeconds(1));
      long after = compiler.getTotalCompilationTime();
      cold = after - before > WARM_MILLIS;
      before = after;
    }
  }

  private Optional<Calibration> calibrate(DemoListener listener)
      throws IOException, InterruptedException {
    var slow = options.acts().stream().filter(Act::slow).findFirst();
    if (slow.isEmpty()) {
      return Optional.empty();
    }
    var calibration = calibrate(slow.get().candidate());
    listener.calibrated(calibration);
    return Optional.of(calibration);
  }

  /** Makes a version slow on this machine, and waits until it is ready. */
  private Calibration calibrate(long version) throws IOException, InterruptedException {
    var counts = audience.startCounting();
    sleep(MEASURE);
    double p95 = counts
        .p95Millis(options.acts().get(0).stable())
        .orElseThrow(() -> new DemoException("calls: 0 answered (expected: at least 1)"));
    var model = Files.readAllBytes(model(options.files(), version));
    var readiness = new Readiness(stage.admin(), nanos);
    var calibration = new Calibrator(stage, readiness, limits())
        .calibrate(version, model, viewers.list().get(0), p95, options.pace().callsPerSecond());
    stage.install(Stage.MODEL, version, Looks.set(model, calibration.looks()));
    readiness.await(Stage.MODEL, version);
    return calibration;
  }

  private static Calibrator.Limits limits() {
    var latency = GateSettings.DEFAULT.latency();
    double ratio = latency.relative().stream()
        .filter(relative -> relative.q().compareTo(TAIL) == 0)
        .mapToDouble(GateSettings.Relative::maxRatio)
        .findFirst()
        .orElseThrow();
    return new Calibrator.Limits(
        latency.floor().toNanos() / NANOS_PER_MILLI,
        ratio,
        Plan.DEFAULT_STEPS.get(0).value().doubleValue());
  }

  private Played play(Act act, DemoListener listener) throws InterruptedException {
    var counts = audience.startCounting();
    var change = RolloutChange.of(Stage.MODEL).withAuthor("demo").withReason(act.title());
    var unused = stage.admin().startRollout(RolloutStart.of(change).withCandidate(act.candidate()));
    listener.begins(act);
    var patience = options.pace().scaled(options.patience());
    var played = new ActInProgress(act, stage.admin(), counts, listener, nanos).play(patience);
    listener.ended(played);
    return played;
  }

  private static void sleep(Duration duration) throws InterruptedException {
    NANOSECONDS.sleep(duration.toNanos());
  }

  /** Stops the viewers and the gateway, and removes its folder. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      audience.close();
      stage.close();
    }
  }
}
