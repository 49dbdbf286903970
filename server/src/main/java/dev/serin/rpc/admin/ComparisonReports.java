package dev.serin.rpc.admin;

import com.google.protobuf.util.Timestamps;
import dev.serin.gate.ComparisonReport;
import dev.serin.gate.Judgement;
import dev.serin.gate.Verdict;
import dev.serin.v1.Comparison;
import java.time.InstantSource;
import java.util.List;

/** What the status says about the canaries of a model beside its stable. Thread-safe. */
public final class ComparisonReports {
  private final Source source;
  private final InstantSource clock;

  /** Knows how canaries do. Thread-safe. */
  @FunctionalInterface
  public interface Source {
    /** Returns the comparisons of a model as they are at this time, in milliseconds since 1970. */
    List<ComparisonReport> reports(String model, long millis);
  }

  public ComparisonReports(Source source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  List<Comparison> of(String model) {
    long millis = clock.millis();
    return source.reports(model, millis).stream()
        .map(report -> message(report, millis))
        .toList();
  }

  static Comparison message(ComparisonReport report, long millis) {
    var step = report.step();
    return Comparison.newBuilder()
        .setStable(report.stable())
        .setCanary(report.canary())
        .setShare(step.share().toPlainString())
        .setStep(step.number())
        .setStepSince(Timestamps.fromMillis(step.startMillis()))
        .setSince(Timestamps.fromMillis(report.startMillis()))
        .setTime(Timestamps.fromMillis(millis))
        .setConsequence(Verdicts.message(gravest(report.judgement())))
        .addAllGates(
            report.judgement().verdicts().stream().map(Verdicts::message).toList())
        .build();
  }

  private static Verdict.Consequence gravest(Judgement judgement) {
    return judgement
        .rollback()
        .or(judgement::pause)
        .map(Verdict.Harm::consequence)
        .orElse(Verdict.Consequence.NONE);
  }
}
