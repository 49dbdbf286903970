package dev.serin.telemetry;

import static dev.serin.telemetry.CallRecords.failed;
import static dev.serin.telemetry.CallRecords.ok;
import static dev.serin.telemetry.CallRecords.outcome;
import static dev.serin.telemetry.CallRecords.unrouted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.control.Control;
import dev.serin.control.Recorders;
import dev.serin.control.Revision;
import dev.serin.control.StateStore;
import dev.serin.feedback.FeedbackResult;
import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.routing.Routing;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrometheusTest {
  private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final VersionPool pool = new VersionPool();
  private final Control control = new Control(
      pool, new Routing(), new NoStore(), Recorders.NONE, () -> Instant.ofEpochSecond(1));
  private final Prometheus prometheus = new Prometheus();

  @BeforeEach
  void start() {
    pool.put(VersionStatus.ready(
        new LoadedVersion(new VersionId("m", 1), "a", new FakePredictor()), ""));
    pool.put(VersionStatus.rejected(new VersionId("m", 2), "broken"));
    control.start(Map.of()).toCompletableFuture().join();
  }

  @AfterEach
  void stop() {
    control.close();
  }

  @Test
  void scrape_namesAreOursOrTheRuntimes() {
    everything();

    assertThat(samples())
        .isNotEmpty()
        .allMatch(line -> line.matches("(serin|jvm|system|process)_[a-z0-9_]+([{ ]).*"));
  }

  @Test
  void scrape_durationsAreInSecondsWithBucketsFromAHundredMicroseconds() {
    prometheus.metrics().finished(ok(1, Role.STABLE, 1));

    var buckets = samples()
        .filter(line -> line.startsWith("serin_call_duration_seconds_bucket"))
        .toList();

    assertThat(buckets).hasSize(17);
    assertThat(buckets.get(0)).contains("le=\"1.0E-4\"").endsWith(" 0");
    assertThat(buckets.get(15)).contains("le=\"10.0\"").endsWith(" 1");
    assertThat(scrape(PLAIN))
        .contains("serin_queue_duration_seconds_bucket", "serin_inference_duration_seconds_bucket");
  }

  @Test
  void scrape_countsCallsByWhoseFault() {
    prometheus.metrics().finished(failed(1, Role.STABLE, CallStatus.INTERNAL, Fault.VERSION));

    assertThat(scrape(PLAIN))
        .contains("serin_calls_total{code=\"INTERNAL\",fault=\"version\",model=\"m\","
            + "role=\"stable\",version=\"1\"} 1.0");
  }

  @Test
  void scrape_aNameThatOnlyTheCallerKnows_isNoLabel() {
    for (int i = 0; i < 100; i++) {
      prometheus.metrics().finished(unrouted("made-up-" + i, CallStatus.NOT_FOUND, Fault.CALLER));
      prometheus
          .metrics()
          .finished(unrouted("made-up-" + i, CallStatus.INVALID_ARGUMENT, Fault.CALLER));
    }

    assertThat(scrape(PLAIN)).doesNotContain("made-up");
    assertThat(samples().filter(line -> line.startsWith("serin_calls_total"))).hasSize(2);
  }

  @Test
  void scrape_labelsByWhatWasAnswered() {
    prometheus.metrics().answered("m", FeedbackResult.ACCEPTED);
    prometheus.metrics().answered("", FeedbackResult.INVALID);

    assertThat(scrape(PLAIN))
        .contains(
            "serin_labels_total{model=\"m\",result=\"ACCEPTED\"} 1.0",
            "serin_labels_total{model=\"unknown\",result=\"INVALID\"} 1.0");
  }

  @Test
  void scrape_showsWhatIsInForce() {
    assertThat(scrape(PLAIN))
        .contains(
            "serin_split_share{model=\"m\",version=\"1\"} 1.0",
            "serin_revision{model=\"m\"} 1.0",
            "serin_model_state{model=\"m\",state=\"serving\"} 1.0",
            "serin_model_state{model=\"m\",state=\"degraded\"} 0.0",
            "serin_version_state{model=\"m\",state=\"rejected\",version=\"2\"} 1.0");
  }

  @Test
  void scrape_forgetsAModelThatIsGone() {
    pool.remove(new VersionId("m", 1));
    pool.remove(new VersionId("m", 2));

    assertThat(scrape(PLAIN)).doesNotContain("model=\"m\"");
  }

  @Test
  void scrape_inBothFormats_hasTheSameNames() {
    everything();

    assertThat(scrape(OPEN)).endsWith("# EOF\n").contains("serin_calls_total{");
    assertThat(scrape(PLAIN)).doesNotContain("# EOF");
    assertThat(names(OPEN)).containsAll(names(PLAIN));
  }

  private void everything() {
    prometheus.metrics().finished(ok(1, Role.STABLE, 1));
    prometheus.metrics().accept(outcome(1, 0.5, 1_000, 2_000));
    prometheus.metrics().answered("m", FeedbackResult.ACCEPTED);
  }

  private List<String> names(String type) {
    return Pattern.compile("^serin_[a-z_]+", Pattern.MULTILINE)
        .matcher(scrape(type))
        .results()
        .map(match -> match.group())
        .distinct()
        .toList();
  }

  private Stream<String> samples() {
    return scrape(PLAIN).lines().filter(line -> !line.startsWith("#"));
  }

  private String scrape(String type) {
    return prometheus.scrape(type, control, pool);
  }

  private static final class NoStore implements StateStore {
    @Override
    public List<Revision> load() {
      return List.of();
    }

    @Override
    public void append(Revision revision) {}

    @Override
    public void close() {}
  }
}
