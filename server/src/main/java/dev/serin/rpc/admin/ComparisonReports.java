package dev.serin.rpc.admin;

import dev.serin.gate.Judgement;
import dev.serin.gate.Verdict;
import dev.serin.judge.ComparisonReport;
import dev.serin.judge.StatisticsClock;
import dev.serin.v1.Comparison;
import java.util.List;

/** What the status says about the canaries of a model beside its stable. Thread-safe. */
public final class ComparisonReports {
  private final Source source;
  private final StatisticsClock clock;

  /** Knows how canaries do. Thread-safe. */
  @FunctionalInterface
  public interface Source {
    /** Returns the comparisons of a model as they are at this time, in milliseconds since 1970. */
    List<ComparisonReport> reports(String model, long millis);
  }

  public ComparisonReports(Source source, StatisticsClock clock) {
    this.source = source;
    this.clock = clock;
  }

  List<Comparison> of(String model) {
    long millis = clock.millis();
    return source.reports(model, millis).stream()
        .map(report -> message(report, millis, clock))
        .toList();
  }

  /** Times are for people: by the wall clock. */
  static Comparison message(ComparisonReport report, long millis, StatisticsClock clock) {
    var step = report.step();
    return Comparison.newBuilder()
        .setStable(report.stable())
        .setCanary(report.canary())
        .setShare(step.share().toPlainString())
        .setStep(step.number())
        .setStepSince(RolloutMessages.timestamp(clock.wall(step.startMillis())))
        .setSince(RolloutMessages.timestamp(clock.wall(report.startMillis())))
        .setTime(RolloutMessages.timestamp(clock.wall(millis)))
        .setConsequence(Verdicts.message(gravest(report.judgement())))
        .addAllGates(report.judgement().verdicts().stream()
            .map(verdict -> Verdicts.message(verdict, clock))
            .toList())
        .build();
  }

  private static Verdict.Consequence gravest(Judgement judgement) {
    return judgement
        .rollback()
        .or(judgement::lower)
        .or(judgement::pause)
        .map(Verdict.Harm::consequence)
        .orElse(Verdict.Consequence.NONE);
  }
}
