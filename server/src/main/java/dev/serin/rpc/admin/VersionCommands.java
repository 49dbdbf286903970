package dev.serin.rpc.admin;

import dev.serin.access.Author;
import dev.serin.model.VersionId;
import java.util.concurrent.CompletionStage;

/**
 * The commands of operators to the repository about a version. Their stages complete when the
 * command has run, also if it had no success: the version's state tells. They fail with an
 * {@link java.io.IOException} if the disk refuses.
 */
public interface VersionCommands {
  /** Loads a cold version, or a rejected one again even if its files crashed the gateway before. */
  CompletionStage<Void> retry(VersionId id);

  /** Accepts the replaced files of a version, if they have this hash. */
  CompletionStage<Void> accept(VersionId id, String sha256, Author author, String reason);
}
