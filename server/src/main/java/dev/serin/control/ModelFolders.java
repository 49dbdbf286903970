package dev.serin.control;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port to the folders of models. Thread-safe. */
public interface ModelFolders {
  /**
   * Puts settings in force in the place of those in the model's folder, or those again.
   *
   * @param json a {@code ModelConfig} of Triton; empty for the folder's own
   * @return fails with a {@link dev.serin.model.ModelLoadException} if the model cannot be served
   *     with them
   */
  CompletionStage<Void> configure(String model, Optional<String> json);

  /** Loads or unloads the versions of a model as its folder and the control say now. */
  CompletionStage<Void> look(String model);
}
