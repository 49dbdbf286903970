package dev.serin.control;

import dev.serin.access.Author;
import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Loads and unloads models on request. Thread-safe. */
public final class ModelLoading {
  private final Control control;
  private final VersionPool pool;
  private final Function<String, CompletionStage<Void>> look;

  /**
   * Returns the loading of models.
   *
   * @param look makes the repository load or unload the versions of a model now
   */
  public ModelLoading(
      Control control, VersionPool pool, Function<String, CompletionStage<Void>> look) {
    this.control = control;
    this.pool = pool;
    this.look = look;
  }

  /**
   * Serves a model again if it was unloaded, and loads what is new in its folder. Fails with a
   * {@link ChangeRefusedException} if it is not served then.
   */
  public CompletionStage<Void> load(String model, Author author, String reason) {
    var seen = control.unloaded(model)
        ? control
            .submit(new SetLoaded(model, /* loaded= */ true, author, reason))
            .thenCompose(revision -> look.apply(model))
        : look.apply(model);
    return seen.thenCompose(done -> control.settled()).thenApply(done -> {
      checkServed(model);
      return null;
    });
  }

  /** Unloads a model. Fails with a {@link ChangeRefusedException} if that is refused. */
  public CompletionStage<Void> unload(String model, Author author, String reason) {
    return control
        .submit(new SetLoaded(model, /* loaded= */ false, author, reason))
        .thenCompose(revision -> look.apply(model));
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
