package dev.serin.triton;

import dev.serin.inference.ModelConfig;
import dev.serin.model.BatchChoice;
import dev.serin.model.GivenCall;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelSettings;
import dev.serin.model.Signature;
import dev.serin.model.VersionPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The settings of a model with a {@code config.pbtxt}. */
record TritonModel(
    ModelConfig config, Path folder, VersionPolicy versions, BatchChoice batching, String note)
    implements ModelSettings {

  @Override
  public Signature served(Signature loaded) throws ModelLoadException {
    return new Described(config, folder).served(loaded);
  }

  @Override
  public List<GivenCall> warmUps() {
    return new WarmUps(config, folder).calls();
  }

  @Override
  public Set<String> files() {
    var files = new TreeSet<>(new Described(config, folder).labelFiles());
    files.addAll(WarmUps.files(config));
    return files;
  }

  @Override
  public String atLoad() {
    return config.toBuilder()
        .clearName()
        .clearPlatform()
        .clearBackend()
        .clearDefaultModelFilename()
        .clearVersionPolicy()
        .clearDynamicBatching()
        .clearInstanceGroup()
        .build()
        .toString();
  }
}
