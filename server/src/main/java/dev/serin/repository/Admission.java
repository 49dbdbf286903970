package dev.serin.repository;

import dev.serin.model.BatchLimit;
import dev.serin.model.GivenCall;
import dev.serin.model.LoadedVersion;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelLoader;
import dev.serin.model.ModelSettings;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads, checks and warms up a version, from its files to READY. Confined to the repository thread.
 */
final class Admission {
  static final String TOO_LARGE =
      "out of heap memory (expected: a larger heap, such as SERIN_JAVA_OPTS=-Xmx4g)";

  private final ModelLoader loader;
  private final GivenInputs given;
  private final boolean exercise;
  private final LongSupplier ticker;

  /**
   * Returns what admits versions.
   *
   * @param exercise whether they serve from processes of their own
   */
  Admission(ModelLoader loader, GivenInputs given, boolean exercise, LongSupplier ticker) {
    this.loader = loader;
    this.given = given;
    this.exercise = exercise;
    this.ticker = ticker;
  }

  /**
   * Loads a version, checks it and warms it up. Throws if it cannot be served.
   *
   * @param folder its folder in the repository, if it is still there
   * @param settings those of its model
   */
  LoadedVersion admit(VersionId id, Content content, @Nullable Path folder, ModelSettings settings)
      throws RejectedException {
    try {
      return warm(id, content.sha256(), folder, settings, loader.load(id, content.model()));
    } catch (ModelLoadException e) {
      throw new RejectedException(String.valueOf(e.getMessage()), e);
    } catch (IOException | RuntimeException e) {
      throw new RejectedException("loading failed: " + e, e);
    } catch (OutOfMemoryError e) {
      throw new RejectedException(TOO_LARGE, e);
    }
  }

  private LoadedVersion warm(
      VersionId id, String sha256, @Nullable Path folder, ModelSettings settings, Predictor loaded)
      throws RejectedException, ModelLoadException {
    try {
      var predictor = served(loaded, settings);
      var notes = new ArrayList<>(predictor.notes());
      var calls = new ArrayList<GivenCall>();
      if (folder != null) {
        calls.addAll(given.of(id.model(), folder));
      }
      calls.addAll(settings.warmUps());
      var batchLimit = BatchLimit.of(predictor.signature());
      notes.addAll(WarmUp.run(predictor, calls, batchLimit, exercise, ticker));
      var ended = predictor.ended();
      if (ended.isPresent()) {
        throw new RejectedException(String.valueOf(ended.get().getMessage()), ended.get());
      }
      predictor.warmedUp();
      return new LoadedVersion(id, sha256, predictor, String.join("; ", notes), batchLimit);
    } catch (RejectedException | ModelLoadException | RuntimeException | OutOfMemoryError e) {
      loaded.close();
      throw e;
    }
  }

  private static Predictor served(Predictor loaded, ModelSettings settings)
      throws ModelLoadException {
    return settings == ModelSettings.NONE
        ? loaded
        : new ServedPredictor(loaded, settings.served(loaded.signature()));
  }
}
