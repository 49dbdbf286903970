package dev.serin.telemetry;

import static dev.serin.status.CallRecords.canaryOutcome;
import static dev.serin.status.CallRecords.failed;
import static dev.serin.status.CallRecords.fallbackOutcome;
import static dev.serin.status.CallRecords.fellBack;
import static dev.serin.status.CallRecords.ok;
import static dev.serin.status.CallRecords.outcome;
import static dev.serin.status.CallRecords.unrouted;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.feedback.FeedbackResult;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Fault;
import dev.serin.status.Quality;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusTest {
  private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final ScrapedModel model = new ScrapedModel();
  private final Prometheus prometheus = model.prometheus;

  @AfterEach
  void stop() {
    model.close();
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

    assertThat(buckets).hasSize(19);
    assertThat(buckets.get(0)).contains("le=\"1.0E-4\"").endsWith(" 0");
    assertThat(buckets.get(15)).contains("le=\"10.0\"").endsWith(" 1");
    assertThat(buckets.get(17)).contains("le=\"60.0\"").endsWith(" 1");
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
            "serin_revision{model=\"m\"} 7.0",
            "serin_model_state{model=\"m\",state=\"serving\"} 1.0",
            "serin_model_state{model=\"m\",state=\"degraded\"} 0.0",
            "serin_version_state{model=\"m\",state=\"rejected\",version=\"2\"} 1.0");
  }

  @Test
  void scrape_fallback_isCountedForTheCanary() {
    model.load(2);
    prometheus.metrics().finished(fellBack(1, 2));
    prometheus.metrics().accept(fallbackOutcome(1));

    assertThat(scrape(PLAIN))
        .contains("serin_fallbacks_total{model=\"m\",version=\"2\"} 1.0")
        .doesNotContain("serin_outcome_loss");
  }

  @Test
  void scrape_quality_hasItsInterval() {
    prometheus.metrics().accept(outcome(1, 0.5, 1_000, 2_000));

    assertThat(scrape(PLAIN))
        .contains(
            "serin_quality{metric=\"accuracy\",model=\"m\",role=\"stable\",version=\"1\"} 0.9",
            "serin_quality_low{metric=\"accuracy\",model=\"m\",role=\"stable\",version=\"1\"} 0.8",
            "serin_quality_high{metric=\"accuracy\",model=\"m\",role=\"stable\",version=\"1\"} 1.0",
            "serin_label_coverage{model=\"m\",role=\"stable\",version=\"1\"} 0.5");
  }

  @Test
  void scrape_withoutLabels_showsNoQuality() {
    model.quality = new Quality("accuracy", 0, 0, Duration.ZERO, NaN, NaN, NaN);

    assertThat(samples().filter(line -> line.startsWith("serin_quality"))).isEmpty();
  }

  @Test
  void scrape_gates_haveBothSidesAndTheirThresholds() {
    assertThat(scrape(PLAIN))
        .contains(
            "serin_gate_log10_e{canary=\"2\",gate=\"errors\",model=\"m\",side=\"harm\"} 2.99",
            "serin_gate_log10_e{canary=\"2\",gate=\"errors\",model=\"m\",side=\"ok\"} -",
            "serin_gate_log10_threshold{canary=\"2\",gate=\"errors\",model=\"m\",side=\"harm\"}"
                + " 2.39",
            "serin_gate_log10_threshold{canary=\"2\",gate=\"errors\",model=\"m\",side=\"ok\"} 1.3",
            "serin_gate_harm{canary=\"2\",gate=\"errors\",model=\"m\"} 1.0");
  }

  @Test
  void scrape_shadow_saysHowOftenBothAgree() {
    assertThat(scrape(PLAIN))
        .contains(
            "serin_shadow_copies{model=\"m\"} 200.0", "serin_shadow_agreement{model=\"m\"} 0.95");
  }

  @Test
  void scrape_withoutTrial_showsComparisonsAndNoShadow() {
    model.trial = Optional.empty();

    assertThat(scrape(PLAIN))
        .contains("serin_gate_log10_e{canary=\"3\",gate=\"errors\"")
        .doesNotContain("canary=\"2\"", "serin_shadow");
  }

  @Test
  void scrape_rollout_hasOneState() {
    assertThat(scrape(PLAIN))
        .contains(
            "serin_rollout_state{model=\"m\",state=\"PAUSED\"} 1.0",
            "serin_rollout_state{model=\"m\",state=\"RAMPING\"} 0.0",
            "serin_rollout_since_seconds{model=\"m\",reason=\"SRM\",state=\"PAUSED\"} 9.5",
            "serin_rollout_step{model=\"m\"} 2.0",
            "serin_rollout_paused{model=\"m\",person=\"true\",reason=\"SRM\"} 1.0");
    assertThat(samples().filter(line -> line.matches("serin_rollout_state.* 1.0")))
        .hasSize(1);
  }

  @Test
  void scrape_everyStateOfARollout_isAmongTheStates() {
    var states = Stream.of(RolloutState.class.getPermittedSubclasses()).count();

    assertThat(samples().filter(line -> line.startsWith("serin_rollout_state")))
        .hasSize((int) states);
  }

  @Test
  void scrape_forgetsAModelThatIsGone() {
    model.pool.remove(new VersionId("m", 1));
    model.pool.remove(new VersionId("m", 2));

    assertThat(scrape(PLAIN)).doesNotContain("model=\"m\"");
  }

  @Test
  void scrape_inBothFormats_hasTheSameNames() {
    everything();

    assertThat(scrape(OPEN)).endsWith("# EOF\n").contains("serin_calls_total{");
    assertThat(scrape(PLAIN)).doesNotContain("# EOF");
    assertThat(names(OPEN)).containsAll(names(PLAIN));
  }

  @Test
  void scrape_bySeveralAtOnceWhileVersionsComeAndGo_neverFails() throws Exception {
    var done = new AtomicBoolean();
    var scrapers = Executors.newFixedThreadPool(3);
    try {
      var scraping = IntStream.range(0, 3)
          .mapToObj(scraper -> scrapers.submit(() -> scrapeUntil(done)))
          .toList();

      for (int swap = 0; swap < 1_000; swap++) {
        model.load(2);
        everything(2);
        model.pool.remove(new VersionId("m", 2));
      }
      done.set(true);

      for (var each : scraping) {
        assertThat(each.get()).isPositive();
      }
    } finally {
      done.set(true);
      scrapers.shutdownNow();
    }
  }

  private int scrapeUntil(AtomicBoolean done) {
    int scrapes = 0;
    do {
      scrape(PLAIN);
      scrapes++;
    } while (!done.get());
    return scrapes;
  }

  @Test
  void scrape_histograms_haveTheirMaximum() {
    everything();

    assertThat(scrape(PLAIN))
        .contains(
            "serin_call_duration_seconds_max{model=\"m\",role=\"stable\",version=\"1\"} 0.003",
            "serin_queue_duration_seconds_max{model=\"m\",role=\"stable\",version=\"1\"} 0.001",
            "serin_inference_duration_seconds_max{model=\"m\",role=\"stable\",version=\"1\"} 0.002",
            "serin_label_lag_seconds_max{model=\"m\",role=\"stable\",version=\"1\"} 1.0",
            "serin_outcome_loss_max{model=\"m\",role=\"stable\",version=\"1\"} 0.5");
  }

  @Test
  void scrape_versionThatIsUnloaded_hasNoSeriesLeft() {
    model.load(2);
    everything(2);
    prometheus.metrics().finished(fellBack(1, 2));
    assertThat(samples().filter(ScrapedModel::isOfVersion2)).isNotEmpty();

    model.pool.remove(new VersionId("m", 2));

    assertThat(samples().filter(ScrapedModel::isOfVersion2)).isEmpty();
  }

  @Test
  void scrape_callThatEndsAndLabelThatComesAfterItsVersionIsUnloaded_leaveNoSeries() {
    model.load(2);
    scrape(PLAIN);
    model.pool.remove(new VersionId("m", 2));
    scrape(PLAIN);

    everything(2);

    assertThat(samples().filter(ScrapedModel::isOfVersion2)).isEmpty();
  }

  @Test
  void scrape_versionThatIsLoadedAgain_countsFromZero() {
    model.load(2);
    everything(2);
    model.pool.remove(new VersionId("m", 2));
    prometheus.forget(model.pool);

    model.load(2);
    everything(2);

    assertThat(scrape(PLAIN))
        .contains(
            "serin_calls_total{code=\"OK\",fault=\"none\",model=\"m\",role=\"canary\",version=\"2\"} 1.0",
            "serin_call_duration_seconds_count{model=\"m\",role=\"canary\",version=\"2\"} 1");
  }

  @Test
  void scrape_hundredSwaps_haveAsManySeriesAsOne() {
    swap(1);
    var one = samples().count();

    for (long version = 2; version <= 100; version++) {
      swap(version);
    }

    assertThat(samples()).hasSize((int) one);
  }

  @Test
  void scrape_versionInARole_hasAtMost150Series() {
    model.load(2);
    for (var status : CallStatus.values()) {
      for (var fault : Fault.values()) {
        prometheus.metrics().finished(failed(2, Role.CANARY, status, fault));
      }
    }
    everything(2);

    assertThat(samples().filter(ScrapedModel::isOfVersion2)).hasSizeLessThanOrEqualTo(150);
  }

  @Test
  void scrape_modelThatIsGone_hasNoSeriesLeft() {
    everything();
    prometheus.metrics().finished(unrouted("m", CallStatus.UNAVAILABLE, Fault.GATEWAY));
    prometheus.metrics().answered("", FeedbackResult.INVALID);
    prometheus
        .rollouts()
        .changed(
            Optional.empty(),
            TestRollouts.revision(TestRollouts.rollout(new Paused(PauseReason.SRM, "", 1), "0.1")));
    assertThat(scrape(PLAIN)).contains("serin_rollout_transitions_total{");
    model.pool.remove(new VersionId("m", 1));
    model.pool.remove(new VersionId("m", 2));

    assertThat(scrape(PLAIN)).doesNotContain("model=\"m\"").contains("model=\"unknown\"");
  }

  /** Makes the next version ready, gives it calls of all kinds, and unloads the one before. */
  private void swap(long version) {
    model.load(version + 1);
    everything(version + 1);
    model.pool.remove(new VersionId("m", version));
    everything(version);
    prometheus.forget(model.pool);
  }

  private void everything() {
    prometheus.metrics().finished(ok(1, Role.STABLE, 1));
    prometheus.metrics().accept(outcome(1, 0.5, 1_000, 2_000));
    prometheus.metrics().answered("m", FeedbackResult.ACCEPTED);
  }

  /** A call and a label of a canary. */
  private void everything(long version) {
    prometheus.metrics().finished(ok(version, Role.CANARY, 1));
    prometheus.metrics().accept(canaryOutcome(version));
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
    return model.samples();
  }

  private String scrape(String type) {
    return model.scrape(type);
  }
}
