package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import java.util.UUID;

/**
 * Somebody asks something of the rollout of a model.
 *
 * @param expectedRevision refuse unless this revision is the one in force
 * @param requestId a change with the same one is made only once, however often it is asked for
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

  /** Returns a change of any revision in force, with a request id of its own. */
  public static RolloutChange of(String model) {
    return new RolloutChange(
        model, OptionalLong.empty(), "", "", UUID.randomUUID().toString());
  }

  /** Returns this change, to be refused unless this revision is the one in force. */
  public RolloutChange withExpectedRevision(long revision) {
    return new RolloutChange(model, OptionalLong.of(revision), author, reason, requestId);
  }

  /** Returns this change, made by somebody. */
  public RolloutChange withAuthor(String name) {
    return new RolloutChange(model, expectedRevision, name, reason, requestId);
  }

  /** Returns this change with what it is for. */
  public RolloutChange withReason(String text) {
    return new RolloutChange(model, expectedRevision, author, text, requestId);
  }

  /** Returns this change under another request id. */
  public RolloutChange withRequestId(String id) {
    return new RolloutChange(model, expectedRevision, author, reason, id);
  }
}
