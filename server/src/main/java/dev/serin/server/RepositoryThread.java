package dev.serin.server;

import dev.serin.access.Author;
import dev.serin.control.ModelFolders;
import dev.serin.model.LoadedVersion;
import dev.serin.model.ModelLoadException;
import dev.serin.model.VersionId;
import dev.serin.repository.Admitted.Acceptance;
import dev.serin.repository.Repository;
import dev.serin.rpc.admin.VersionCommands;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The thread that the repository is confined to once the gateway has started. Thread-safe. */
final class RepositoryThread implements VersionCommands, ModelFolders, AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Scheduler scheduler = new Scheduler("serin-repository");
  private final Repository repository;
  private final InstantSource wall;

  RepositoryThread(Repository repository, InstantSource wall) {
    this.repository = repository;
    this.wall = wall;
  }

  /** Starts to scan the folder of models periodically. */
  void begin() {
    scheduler.every(PERIOD, repository::scan);
  }

  @Override
  public CompletionStage<Void> retry(VersionId id) {
    return run(() -> repository.retry(id));
  }

  @Override
  public CompletionStage<Void> accept(VersionId id, String sha256, Author author, String reason) {
    return run(
        () -> repository.accept(id, sha256, new Acceptance(author.name(), reason, wall.instant())));
  }

  @Override
  public CompletionStage<Void> configure(String model, Optional<String> json) {
    return run(() -> repository.configure(model, json));
  }

  @Override
  public CompletionStage<Void> look(String model) {
    return run(() -> repository.look(model));
  }

  /**
   * Has a COLD version loaded; it stays so until it was needed and is so no more. Its state shows
   * whether that was possible.
   */
  CompletionStage<Void> warm(VersionId id) {
    return run(() -> repository.warm(id));
  }

  /** Lets no more calls to a version, for a reason. */
  void giveUp(LoadedVersion version, String reason) {
    var unused = run(() -> repository.giveUp(version, reason));
  }

  private CompletionStage<Void> run(Command command) {
    var done = new CompletableFuture<Void>();
    scheduler.once(() -> {
      try {
        command.run();
        done.complete(null);
      } catch (IOException | ModelLoadException | RuntimeException e) {
        done.completeExceptionally(e);
      }
    });
    return done;
  }

  private interface Command {
    void run() throws IOException, ModelLoadException;
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
