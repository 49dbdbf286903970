package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import java.util.UUID;

/**
 * A request to change the rollout of a model.
 *
 * @param expectedRevision the change is refused unless this revision is in force
 * @param requestId a change with the same id is made only once, however often it is requested
 */
public record RolloutChange(
    String model, OptionalLong expectedRevision, String author, String reason, String requestId) {
  public RolloutChange {
    requireNonNull(model, "model");
    requireNonNull(expectedRevision, "expectedRevision");
    requireNonNull(author, "author");
    requireNonNull(reason, "reason");
    requireNonNull(requestId, "requestId");
  }

  /** Returns a change for any revision in force, with a new request id. */
  public static RolloutChange of(String model) {
    return new RolloutChange(
        model, OptionalLong.empty(), "", "", UUID.randomUUID().toString());
  }

  /** Returns this change, to be refused unless this revision is in force. */
  public RolloutChange withExpectedRevision(long revision) {
    return new RolloutChange(model, OptionalLong.of(revision), author, reason, requestId);
  }

  /** Returns this change with its author. */
  public RolloutChange withAuthor(String name) {
    return new RolloutChange(model, expectedRevision, name, reason, requestId);
  }

  /** Returns this change with its reason. */
  public RolloutChange withReason(String text) {
    return new RolloutChange(model, expectedRevision, author, text, requestId);
  }

  /** Returns this change under another request id. */
  public RolloutChange withRequestId(String id) {
    return new RolloutChange(model, expectedRevision, author, reason, id);
  }
}
