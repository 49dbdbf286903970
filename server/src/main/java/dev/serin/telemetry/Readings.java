package dev.serin.telemetry;

import dev.serin.control.Control;
import dev.serin.gate.ComparisonReport;
import dev.serin.gate.TrialReport;
import dev.serin.model.VersionPool;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sources of a scrape. The functions take a model's name and are called on the thread of the
 * scrape.
 *
 * @param versions the numbers of each version in each role
 * @param comparisons the comparisons of versions that share users
 * @param trial the trial of a rollout's candidate
 */
public record Readings(
    VersionPool pool,
    Control control,
    Function<String, List<VersionReport>> versions,
    Function<String, List<ComparisonReport>> comparisons,
    Function<String, Optional<TrialReport>> trial) {}
