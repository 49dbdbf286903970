package dev.serin.demo.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.demo.Played;
import dev.serin.demo.Slice;
import dev.serin.demo.chart.Chart;
import dev.serin.demo.chart.Chart.Layer.Band;
import dev.serin.demo.chart.Chart.Layer.Level;
import dev.serin.demo.chart.Chart.Layer.Line;
import dev.serin.demo.chart.Ink;
import dev.serin.demo.chart.Pen.Point;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChartsTest {
  private static final Played HASTY = Performances.hasty();

  @Test
  void share_candidateTakenBack_isStepsAndThenNothing() {
    var chart = new ShareChart(HASTY, Timeline.of(HASTY)).chart();

    assertThat(line(chart, "rolled back").points())
        .containsExactly(
            new Point(0, 0),
            new Point(1.5, 0),
            new Point(1.5, 5),
            new Point(7.5, 5),
            new Point(7.5, 10),
            new Point(13.5, 10),
            new Point(13.5, 25),
            new Point(16.75, 25),
            new Point(16.75, 0),
            new Point(17.25, 0));
  }

  @Test
  void share_promoted_endsWithAll() {
    var better = Performances.better();
    var points =
        line(new ShareChart(better, Timeline.of(better)).chart(), "promoted").points();

    assertThat(points.get(points.size() - 1).y()).isEqualTo(100);
  }

  @Test
  void latency_limit_isTheOneOfTheGateAndGoesInSteps() {
    var before = HASTY.statuses().subList(0, 10);
    var after = HASTY.statuses().subList(10, 20).stream()
        .map(status -> Edges.withLimit(status, Duration.ofMillis(12)))
        .toList();
    var played =
        Edges.with(HASTY, Stream.concat(before.stream(), after.stream()).toList(), HASTY.slices());
    var chart = new LatencyChart(played, Timeline.of(played)).chart();

    assertThat(line(chart, "limit 12 ms").points())
        .startsWith(new Point(1.5, 5))
        .containsSubsequence(new Point(2.25, 5), new Point(2.5, 5), new Point(2.5, 12))
        .endsWith(new Point(4.75, 12));
  }

  @Test
  void latency_noGateToldALimit_hasNone() {
    var played = Edges.with(HASTY, HASTY.statuses().subList(0, 2), HASTY.slices());

    assertThat(new LatencyChart(played, Timeline.of(played)).chart().layers())
        .filteredOn(Line.class::isInstance)
        .extracting(layer -> ((Line) layer).label().texts().get(0))
        .noneMatch(name -> name.startsWith("limit"));
  }

  @Test
  void latency_secondsWithoutCalls_areAGap() {
    var slices = List.of(new Slice(2, 3, 1, 2), new Slice(4, 3, 1, 2.5), new Slice(9, 3, 1, 3));
    var played = Edges.with(HASTY, HASTY.statuses(), slices);
    var chart = new LatencyChart(played, Timeline.of(played)).chart();

    assertThat(line(chart, "candidate p95").points())
        .containsExactly(
            new Point(2.5, 2), new Point(4.5, 2.5), new Point(4, Double.NaN), new Point(9.5, 3));
  }

  @Test
  void latency_muchSlowerCandidate_isShownByOrdersOfMagnitude() {
    var slow = Performances.slow();

    assertThat(new LatencyChart(slow, Timeline.of(slow)).chart().scale().logarithmic())
        .isTrue();
    assertThat(new LatencyChart(HASTY, Timeline.of(HASTY)).chart().scale().logarithmic())
        .isFalse();
  }

  @Test
  void quality_fewerLosses_isAboveZero() {
    var slow = Performances.slow();
    var chart = new QualityChart(slow, Timeline.of(slow)).chart();
    var points = line(chart, "candidate +6.0 pp").points();

    assertThat(points.get(points.size() - 1).y()).isCloseTo(6, within(1e-9));
    assertThat(points.get(points.size() - 1).x()).isEqualTo(9.5);
  }

  @Test
  void quality_band_reachesFromTheWorstToTheBestOfBothIntervals() {
    var status = HASTY.statuses().get(40);
    var gate = Seen.quality(status).orElseThrow();
    var played = Edges.with(HASTY, List.of(status), List.of());
    var band = new QualityChart(played, Timeline.of(played))
        .chart().layers().stream()
            .filter(Band.class::isInstance)
            .map(Band.class::cast)
            .findFirst()
            .orElseThrow();

    assertThat(band.low().get(0))
        .isEqualTo(new Point(10, 100 * (gate.stable().low() - gate.canary().high())));
    assertThat(band.high().get(0))
        .isEqualTo(new Point(10, 100 * (gate.stable().high() - gate.canary().low())));
  }

  @Test
  void quality_margin_isBelowZero() {
    var chart = new QualityChart(HASTY, Timeline.of(HASTY)).chart();

    assertThat(chart.layers())
        .filteredOn(Level.class::isInstance)
        .extracting(layer -> ((Level) layer).value())
        .containsExactly(0.0, -2.0);
  }

  @Test
  void evidence_gateThatDecided_standsOutAndEndsWithWhatDecided() {
    var decided =
        line(new EvidenceChart(HASTY, Timeline.of(HASTY)).chart(), "quality: 4,074 of 333");

    assertThat(decided.stroke().ink()).isEqualTo(Ink.BAD);
    assertThat(decided.points().get(decided.points().size() - 1))
        .isEqualTo(new Point(16.75, 3.61 - 2.523));
    assertThat(decided.points().get(0).y())
        .isEqualTo(first(HASTY, "quality") - 2.523, within(1e-9));
  }

  @Test
  void evidence_otherGates_areQuietAndThoseThatOnlyPauseAbsent() {
    var chart = new EvidenceChart(HASTY, Timeline.of(HASTY)).chart();

    assertThat(chart.layers())
        .filteredOn(layer -> layer instanceof Line line && line.stroke().ink() == Ink.MUTED)
        .extracting(layer -> ((Line) layer).label().texts().get(0))
        .containsExactly("errors", "errors.slo", "latency.q95", "latency.q99");
  }

  @Test
  void evidence_nothingTakenBack_showsTheProof() {
    var better = Performances.better();
    var proof =
        line(new EvidenceChart(better, Timeline.of(better)).chart(), "quality: proof of no harm");

    assertThat(proof.stroke().ink()).isEqualTo(Ink.GOOD);
    assertThat(proof.points().get(0)).isEqualTo(new Point(1.5, -1.3));
  }

  private static double first(Played played, String gate) {
    return played.statuses().stream()
        .flatMap(Seen::gates)
        .filter(verdict -> verdict.gate().equals(gate))
        .findFirst()
        .orElseThrow()
        .harm()
        .log10E();
  }

  private static Line line(Chart chart, String name) {
    return chart.layers().stream()
        .filter(Line.class::isInstance)
        .map(Line.class::cast)
        .filter(line -> line.label().texts().contains(name))
        .findFirst()
        .orElseThrow();
  }
}
