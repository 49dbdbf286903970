package dev.serin.config;

import static java.util.Objects.requireNonNull;

import dev.serin.feedback.QualitySettings;
import java.util.Optional;

/** What the file says about one model; every part may be missing. */
public record ModelConfig(Optional<SplitBlock> split, Optional<QualitySettings> quality) {
  static final ModelConfig NOTHING = new ModelConfig(Optional.empty(), Optional.empty());

  public ModelConfig {
    requireNonNull(split, "split");
    requireNonNull(quality, "quality");
  }
}
