package dev.serin.demo.report;

import dev.serin.client.Comparison;
import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Consequence;
import dev.serin.client.GateVerdict.Evidence;
import dev.serin.client.GateVerdict.Measure;
import dev.serin.client.GateVerdict.Numbers;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutStatus;
import dev.serin.demo.Act;
import dev.serin.demo.Played;
import dev.serin.demo.Side;
import dev.serin.demo.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Acts with little in them, or with much that is no number. */
public final class Edges {
  static final Side NOTHING = new Side(
      1, 0, 0, 0, OptionalDouble.empty(), 0, 1, OptionalDouble.empty(), OptionalDouble.empty());

  private Edges() {}

  /** Returns the act with other statuses and slices. */
  static Played with(Played played, List<RolloutStatus> statuses, List<Slice> slices) {
    return new Played(
        played.act(),
        played.after(),
        played.share(),
        played.gate(),
        played.rollout(),
        played.stable(),
        played.canary(),
        played.resumes(),
        played.failures(),
        statuses,
        slices);
  }

  /** Returns the act with this many resumes by hand and unanswered calls. */
  public static Played interrupted(Played played, int resumes, long failures) {
    return new Played(
        played.act(),
        played.after(),
        played.share(),
        played.gate(),
        played.rollout(),
        played.stable(),
        played.canary(),
        resumes,
        failures,
        played.statuses(),
        played.slices());
  }

  static Played withSides(Played played, Side stable, Side canary) {
    return new Played(
        played.act(),
        played.after(),
        played.share(),
        played.gate(),
        played.rollout(),
        stable,
        canary,
        played.resumes(),
        played.failures(),
        played.statuses(),
        played.slices());
  }

  /** Returns the act with another title, ending as expected or not. */
  public static Played titled(Played played, String title, boolean right) {
    var act = played.act();
    return new Played(
        new Act(
            act.number(),
            act.stable(),
            act.candidate(),
            title,
            act.story(),
            right ? act.expected() : State.COMPLETED,
            act.slow(),
            right ? act.causes() : List.of()),
        played.after(),
        played.share(),
        played.gate(),
        played.rollout(),
        played.stable(),
        played.canary(),
        played.resumes(),
        played.failures(),
        played.statuses(),
        played.slices());
  }

  static Played empty() {
    return withSides(with(Performances.hasty(), List.of(), List.of()), NOTHING, NOTHING);
  }

  static Played withoutComparisons() {
    var played = Performances.hasty();
    var bare = played.statuses().stream()
        .map(status -> with(status, status.time(), Optional.empty()))
        .toList();
    return with(played, bare, played.slices());
  }

  /** An act of no time at all: one status, asked for when it began. */
  public static Played momentary() {
    var played = Performances.hasty();
    var moment = new Played(
        played.act(),
        Duration.ZERO,
        "0",
        Optional.empty(),
        played.statuses().get(0).rollout(),
        NOTHING,
        NOTHING,
        0,
        0,
        played.statuses().subList(0, 1),
        played.slices().subList(0, 1));
    return moment;
  }

  /** Every number of the gates and of the latency takes turns at not being one. */
  static Played notNumbers() {
    var played = Performances.hasty();
    var statuses = played.statuses().stream()
        .flatMap(status -> Stream.of(
                Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.2)
            .map(value ->
                with(status, status.time(), status.comparison().map(old -> only(old, value)))))
        .toList();
    var slices = List.of(
        new Slice(1, 1, Double.NaN, Double.POSITIVE_INFINITY),
        new Slice(2, 1, 0, -1),
        new Slice(3, 3, 2, Double.NaN),
        new Slice(9, 3, 4, 5));
    var side = new Side(
        3,
        1,
        1,
        1,
        OptionalDouble.of(Double.NaN),
        Double.NEGATIVE_INFINITY,
        Double.NaN,
        OptionalDouble.of(Double.NaN),
        OptionalDouble.of(Double.NaN));
    return withSides(with(played, statuses, slices), side, side);
  }

  private static Comparison only(Comparison old, double value) {
    var numbers = new Numbers(1, OptionalDouble.of(value), -value, value, Optional.empty());
    var gate = new GateVerdict(
        "quality",
        Verdict.UNDECIDED,
        Consequence.NONE,
        "",
        Optional.empty(),
        new Evidence(value, 2.5),
        Optional.of(new Evidence(value, 1.3)),
        "losses",
        numbers,
        numbers,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Measure.MEAN,
        false);
    return with(old, List.of(gate));
  }

  private static Comparison with(Comparison old, List<GateVerdict> gates) {
    return new Comparison(
        old.stable(),
        old.canary(),
        old.share(),
        old.step(),
        old.stepSince(),
        old.since(),
        old.time(),
        old.consequence(),
        gates);
  }

  static RolloutStatus with(RolloutStatus status, Instant time, Optional<Comparison> comparison) {
    return new RolloutStatus(
        status.rollout(),
        time,
        status.elapsed(),
        status.bake(),
        comparison,
        status.nextShare(),
        status.missing(),
        status.versions(),
        status.notes(),
        status.limits(),
        status.revision());
  }

  /** Returns the status with another limit of latency. */
  static RolloutStatus withLimit(RolloutStatus status, Duration limit) {
    return with(status, status.time(), status.comparison().map(old -> withLimit(old, limit)));
  }

  private static Comparison withLimit(Comparison old, Duration limit) {
    return with(
        old,
        old.gates().stream()
            .map(gate -> gate.limit().isEmpty() ? gate : with(gate, limit))
            .toList());
  }

  private static GateVerdict with(GateVerdict gate, Duration limit) {
    return new GateVerdict(
        gate.gate(),
        gate.verdict(),
        gate.consequence(),
        gate.reason(),
        gate.found(),
        gate.harm(),
        gate.ok(),
        gate.unit(),
        gate.stable(),
        gate.canary(),
        gate.remarks(),
        gate.needs(),
        Optional.of(limit),
        gate.cause(),
        gate.measure(),
        gate.ofService());
  }
}
