package dev.serin.rpc.admin;

import dev.serin.access.Author;
import dev.serin.model.VersionId;
import java.util.concurrent.CompletionStage;

/**
 * What an operator may want the repository to do with a version. The result is there when it is
 * done, whatever became of it: the version's state tells. Fails with an {@link java.io.IOException}
 * if the disk refuses.
 */
public interface VersionCommands {
  /** Loads a version that was rejected, even if its files ended the gateway before. */
  CompletionStage<Void> retry(VersionId id);

  /** Lets a version whose files were replaced be those of this hash. */
  CompletionStage<Void> accept(VersionId id, String sha256, Author author, String reason);
}
