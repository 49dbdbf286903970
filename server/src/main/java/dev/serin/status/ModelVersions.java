package dev.serin.status;

import dev.serin.control.ModelState;
import dev.serin.model.VersionStatus;
import java.util.List;

/**
 * A model and its versions.
 *
 * @param versions of its folder, loaded or not, in ascending order
 */
public record ModelVersions(String name, ModelState state, List<VersionStatus> versions) {}
