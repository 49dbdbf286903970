package dev.serin.telemetry;

import dev.serin.control.Control;
import dev.serin.control.MemoryStore;
import dev.serin.control.Recorders;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.gate.Step;
import dev.serin.gate.TrialReport;
import dev.serin.judge.ComparisonReport;
import dev.serin.judge.EvidenceStore;
import dev.serin.judge.Judge;
import dev.serin.judge.ObservationListener;
import dev.serin.judge.StatisticsClock;
import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.routing.Routing;
import dev.serin.serving.InFlightBytes;
import dev.serin.split.Share;
import dev.serin.status.Latency;
import dev.serin.status.Quality;
import dev.serin.status.Sources;
import dev.serin.status.Statuses;
import dev.serin.status.VersionReport;
import dev.serin.status.VersionReport.Latencies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The scrape of a model {@code m} with a ready version 1, a broken version 2, and a rollout that is
 * paused for the sample ratio.
 */
final class ScrapedModel implements AutoCloseable {
  static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";

  final VersionPool pool = new VersionPool();
  final Prometheus prometheus = new Prometheus();
  Quality quality = new Quality("accuracy", 9, 0.5, Duration.ZERO, 0.9, 0.8, 1);
  Optional<TrialReport> trial = Optional.of(TestRollouts.report(200, 190));

  private final StatisticsClock clock =
      new StatisticsClock(() -> 0, () -> Instant.ofEpochSecond(1));
  private final Control control = new Control(
      new Control.Surroundings(pool, new Routing(), store().state(), Recorders.NONE), clock);
  private final Judge judge = judge();

  ScrapedModel() {
    load(1);
    pool.put(VersionStatus.rejected(new VersionId("m", 2), "broken"));
    control.start(Map.of()).toCompletableFuture().join();
    prometheus.watch(new InFlightBytes(1));
    prometheus.watch(judge);
    prometheus.watch(clock);
    prometheus.watch(control);
  }

  /** Makes a version ready. */
  void load(long version) {
    var id = new VersionId("m", version);
    pool.put(VersionStatus.ready(new LoadedVersion(id, "a", new FakePredictor()), ""));
  }

  String scrape(String type) {
    var sources = new Sources(
        pool,
        control,
        clock,
        new Numbered(),
        model -> Optional.empty(),
        new Compared(),
        model -> List.of());
    return prometheus.scrape(type, new Statuses(sources), pool);
  }

  Stream<String> samples() {
    return scrape(PLAIN).lines().filter(line -> !line.startsWith("#"));
  }

  static boolean isOfVersion2(String sample) {
    return sample.contains("version=\"2\"");
  }

  @Override
  public void close() {
    control.close();
  }

  private VersionReport version() {
    var none = new Latency(0, 0, 0, 0, 0);
    return new VersionReport(
        1,
        Role.STABLE,
        Share.ONE,
        1,
        1,
        1,
        Map.of(),
        Map.of(),
        Optional.of(new Latencies(none, none, none)),
        4,
        Optional.of(quality));
  }

  private final class Numbered implements Sources.Numbers {
    @Override
    public long startMillis() {
      return 1;
    }

    @Override
    public List<VersionReport> reports(
        String model, long revision, Optional<QualitySettings> settings) {
      return List.of(version());
    }
  }

  private final class Compared implements Sources.Comparisons {
    @Override
    public List<ComparisonReport> reports(String model, long millis) {
      var step = new Step(1, 1, 1, BigDecimal.ONE);
      return List.of(new ComparisonReport(1, 3, step, 1, TestRollouts.judgement()));
    }

    @Override
    public Optional<TrialReport> trial(String model, long millis) {
      return trial;
    }
  }

  private static MemoryStore store() {
    return new MemoryStore(
        TestRollouts.revision(TestRollouts.rollout(new Paused(PauseReason.SRM, "", 2), "0")));
  }

  private static Judge judge() {
    try {
      return Judge.open(
          model -> TestRollouts.TERMS,
          ObservationListener.NONE,
          new NoEvidence(),
          () -> 0,
          model -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class NoEvidence implements EvidenceStore {
    @Override
    public Saved load() {
      return Saved.NOTHING;
    }

    @Override
    public void save(Saved evidence) {}
  }
}
