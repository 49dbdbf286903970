package dev.serin.feedback;

import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.util.Optional;

/**
 * The answer to one label.
 *
 * @param message what is wrong with a label that was not accepted; empty for one that was
 * @param version who made the prediction; empty if that could not be told, and so is the role
 */
public record FeedbackAnswer(
    FeedbackResult result, String message, Optional<VersionId> version, Optional<Role> role) {}
