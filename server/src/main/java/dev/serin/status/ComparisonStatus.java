package dev.serin.status;

import dev.serin.gate.Judgement;
import dev.serin.gate.Step;
import dev.serin.gate.Verdict;
import dev.serin.judge.ComparisonReport;
import dev.serin.judge.StatisticsClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The comparison of a canary with stable. Times are those of the wall clock.
 *
 * @param step in force
 * @param stepSince when the step began
 * @param since when the first step began
 * @param time of the verdicts
 * @param consequence the gravest of all verdicts
 */
public record ComparisonStatus(
    long stable,
    long canary,
    Step step,
    Instant stepSince,
    Instant since,
    Instant time,
    Verdict.Consequence consequence,
    List<Gate> gates) {

  /**
   * The verdict of a gate.
   *
   * @param found when harm was found; empty if there is none
   */
  public record Gate(Verdict verdict, Optional<Instant> found) {}

  /** Returns the status of a comparison reported at a time of the statistics clock. */
  public static ComparisonStatus of(ComparisonReport report, long millis, StatisticsClock clock) {
    return new ComparisonStatus(
        report.stable(),
        report.canary(),
        report.step(),
        clock.wall(report.step().startMillis()),
        clock.wall(report.startMillis()),
        clock.wall(millis),
        gravest(report.judgement()),
        report.judgement().verdicts().stream()
            .map(verdict -> new Gate(verdict, found(verdict, clock)))
            .toList());
  }

  private static Optional<Instant> found(Verdict verdict, StatisticsClock clock) {
    return verdict instanceof Verdict.Harm harm
        ? Optional.of(clock.wall(harm.sinceMillis()))
        : Optional.empty();
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
