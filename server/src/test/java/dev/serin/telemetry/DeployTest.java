package dev.serin.telemetry;

import static dev.serin.status.CallRecords.fellBack;
import static dev.serin.status.CallRecords.ok;
import static dev.serin.status.CallRecords.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.feedback.FeedbackResult;
import dev.serin.model.Role;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.RolloutState.Paused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DeployTest {
  private static final Path DEPLOY = Path.of("deploy");
  private static final Path DASHBOARD = DEPLOY.resolve("grafana/serin-rollout.json");
  private static final Path ALERTS = DEPLOY.resolve("prometheus/serin-alerts.yaml");
  private static final Path ALERTS_TEST = DEPLOY.resolve("prometheus/serin-alerts-test.yaml");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:serin|system|process|jvm)_[a-z0-9_]+\\b");
  private static final Pattern ALERT = Pattern.compile("alert(?:name)?: (Serin[A-Za-z]+)");

  private final ScrapedModel model = new ScrapedModel();

  @BeforeEach
  void everything() {
    model.load(2);
    var metrics = model.prometheus.metrics();
    metrics.finished(ok(1, Role.STABLE, 1));
    metrics.finished(fellBack(1, 2));
    metrics.accept(outcome(1, 0.5, 1_000, 2_000));
    metrics.answered("m", FeedbackResult.ACCEPTED);
    model
        .prometheus
        .rollouts()
        .changed(
            Optional.empty(),
            TestRollouts.revision(TestRollouts.rollout(new Paused(PauseReason.SRM, "", 1), "0.1")));
  }

  @AfterEach
  void stop() {
    model.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grafana/serin-rollout.json",
        "prometheus/serin-alerts.yaml",
        "prometheus/serin-alerts-test.yaml"
      })
  void metrics_thatAreNamed_areThere(String file) throws IOException {
    assertThat(scraped()).containsAll(metrics(DEPLOY.resolve(file)));
  }

  @Test
  void metrics_ofTheReadme_areThere() throws IOException {
    assertThat(scraped()).containsAll(metrics(DEPLOY.resolve("README.md")));
  }

  @Test
  void alerts_areAllTriedAndExplained() throws IOException {
    var alerts = alerts(ALERTS);

    assertThat(alerts(ALERTS_TEST)).isEqualTo(alerts);
    assertThat(Files.readString(DEPLOY.resolve("README.md")))
        .contains(alerts.stream().map(alert -> "`" + alert + "`").toList());
  }

  @Test
  void dashboard_isJsonWithPanels() throws IOException {
    var dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));

    assertThat(dashboard.get("panels").size()).isGreaterThan(20);
    assertThat(dashboard.get("annotations").get("list").get(0).get("name").asString())
        .isEqualTo("Transitions");
  }

  /** Counts each sample of a family as a name. */
  private Set<String> scraped() {
    return model.samples().map(line -> line.replaceAll("[{ ].*", "")).collect(Collectors.toSet());
  }

  private static Set<String> metrics(Path file) throws IOException {
    var names = new TreeSet<>(found(METRIC, file));
    // The name of a histogram stands for its samples.
    names.remove("serin_label_lag_seconds");
    return names;
  }

  private static Set<String> alerts(Path file) throws IOException {
    return found(ALERT, file);
  }

  private static Set<String> found(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map(match -> match.group(match.groupCount()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
