package dev.serin.repository;

import dev.serin.model.LoadedVersion;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelLoader;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;

/** The way of a version from its file's bytes to READY. Confined to the repository thread. */
final class Admission {
  private final ModelLoader loader;

  Admission(ModelLoader loader) {
    this.loader = loader;
  }

  /** Loads a version, checks it and warms it up. Throws if it cannot be served. */
  LoadedVersion admit(VersionId id, FileContent content) throws RejectedException {
    try {
      return new LoadedVersion(id, content.sha256(), warm(loader.load(id, content.bytes())));
    } catch (ModelLoadException e) {
      throw new RejectedException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      throw new RejectedException("loading it failed: " + e, e);
    } catch (OutOfMemoryError e) {
      throw new RejectedException("it does not fit into the memory (-Xmx)", e);
    }
  }

  private static Predictor warm(Predictor predictor) throws RejectedException {
    try {
      WarmUp.run(predictor);
      return predictor;
    } catch (RejectedException | RuntimeException | OutOfMemoryError e) {
      predictor.close();
      throw e;
    }
  }
}
