package dev.serin.status;

import dev.serin.control.Control;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.gate.TrialReport;
import dev.serin.judge.ComparisonReport;
import dev.serin.judge.StatisticsClock;
import dev.serin.model.VersionPool;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sources of the status. All parts are thread-safe.
 *
 * @param quality how a model's quality is measured now
 * @param notes for the operator about a model
 */
public record Sources(
    VersionPool pool,
    Control control,
    StatisticsClock clock,
    Numbers numbers,
    Function<String, Optional<QualitySettings>> quality,
    Comparisons comparisons,
    Function<String, List<String>> notes) {

  /** The counts, latencies and qualities of versions. */
  public interface Numbers {
    /** When counting began, in milliseconds since 1970. */
    long startMillis();

    /**
     * Returns a report of each version of a model in each role in which it was called.
     *
     * @param revision the revision whose calls give the real shares
     */
    List<VersionReport> reports(String model, long revision, Optional<QualitySettings> quality);
  }

  /** The verdicts of the gates, at a time in milliseconds of the statistics clock. */
  public interface Comparisons {
    /** Returns the comparisons of a model's versions that share users. */
    List<ComparisonReport> reports(String model, long millis);

    /**
     * Returns the report on the candidate of a model's rollout; empty if there is none to judge.
     */
    Optional<TrialReport> trial(String model, long millis);
  }
}
