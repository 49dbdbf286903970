package dev.serin.status;

import dev.serin.control.ModelState;
import dev.serin.model.RunTimes.Comparison;
import dev.serin.model.VersionStatus;
import java.util.List;
import java.util.Map;

/**
 * A model and its versions.
 *
 * @param versions of its folder, loaded or not, in ascending order
 * @param compute the processor time of each other version beside that of stable, by version, as far
 *     as it is known
 */
public record ModelVersions(
    String name, ModelState state, List<VersionStatus> versions, Map<Long, Comparison> compute) {}
