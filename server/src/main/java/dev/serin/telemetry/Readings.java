package dev.serin.telemetry;

import dev.serin.control.Control;
import dev.serin.gate.TrialReport;
import dev.serin.judge.ComparisonReport;
import dev.serin.model.VersionPool;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a scrape reads. The functions are asked by a model's name, on the thread of the scrape.
 *
 * @param versions how each version does in each role
 * @param comparisons how versions compare that share users
 * @param trial how the candidate of a rollout does
 */
public record Readings(
    VersionPool pool,
    Control control,
    Function<String, List<VersionReport>> versions,
    Function<String, List<ComparisonReport>> comparisons,
    Function<String, Optional<TrialReport>> trial) {}
