package dev.serin.control;

import dev.serin.access.Author;
import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.model.ModelLoadException;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Loads and unloads models on request. Thread-safe. */
public final class ModelLoading {
  private final Control control;
  private final VersionPool pool;
  private final ModelFolders folders;

  /** Returns the loading of models. */
  public ModelLoading(Control control, VersionPool pool, ModelFolders folders) {
    this.control = control;
    this.pool = pool;
    this.folders = folders;
  }

  /** Serves a model again if it was unloaded, and loads what is new in its folder. */
  public CompletionStage<Void> load(String model, Author author, String reason) {
    return load(model, Optional.empty(), author, reason);
  }

  /**
   * Serves a model again if it was unloaded, and loads what is new in its folder. Fails with a
   * {@link ChangeRefusedException} if it is not served then.
   *
   * @param config a {@code ModelConfig} of Triton in JSON, which counts until the next load; empty
   *     for the one in the model's folder
   */
  public CompletionStage<Void> load(
      String model, Optional<String> config, Author author, String reason) {
    return folders
        .configure(model, config)
        .exceptionallyCompose(failed -> CompletableFuture.failedStage(refusal(failed)))
        .thenCompose(done -> serveAgain(model, author, reason))
        .thenCompose(done -> folders.look(model))
        .thenCompose(done -> control.settled())
        .thenRun(() -> checkServed(model));
  }

  private CompletionStage<Void> serveAgain(String model, Author author, String reason) {
    return control.unloaded(model)
        ? control
            .submit(new SetLoaded(model, /* loaded= */ true, author, reason))
            .thenRun(() -> {})
        : CompletableFuture.completedStage(null);
  }

  private static Throwable refusal(Throwable failure) {
    return failure instanceof ModelLoadException
        ? new ChangeRefusedException(Kind.INVALID, String.valueOf(failure.getMessage()))
        : failure;
  }

  /** Unloads a model. Fails with a {@link ChangeRefusedException} if that is refused. */
  public CompletionStage<Void> unload(String model, Author author, String reason) {
    return control
        .submit(new SetLoaded(model, /* loaded= */ false, author, reason))
        .thenCompose(revision -> folders.look(model));
  }

  private void checkServed(String model) {
    var versions = pool.versions(model);
    if (versions.isEmpty()) {
      throw new ChangeRefusedException(
          Kind.NOT_FOUND,
          "model: " + model + " (expected: one of " + pool.models().keySet() + ")");
    }
    if (control.state(model) == ModelState.NOT_SERVING) {
      throw new ChangeRefusedException(
          Kind.PRECONDITION,
          "model: " + model + " is not served: "
              + versions.values().stream()
                  .map(ModelLoading::text)
                  .collect(Collectors.joining("; ")));
    }
  }

  private static String text(VersionStatus status) {
    return "version " + status.id().version() + " is " + status.state()
        + (status.reason().isEmpty() ? "" : ": " + status.reason());
  }
}
