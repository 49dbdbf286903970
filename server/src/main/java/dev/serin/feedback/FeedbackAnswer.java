package dev.serin.feedback;

import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.util.Optional;

/**
 * The answer to one label.
 *
 * @param message why a label was not accepted; empty if it was
 * @param version which made the prediction; empty, as is the role, if unknown
 */
public record FeedbackAnswer(
    FeedbackResult result, String message, Optional<VersionId> version, Optional<Role> role) {}
