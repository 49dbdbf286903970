package dev.serin.model;

import java.util.List;
import java.util.Set;

/** What a file in a model's own folder says about how its versions are served. Thread-safe. */
public interface ModelSettings {
  /** The name of the file. */
  String FILE = "config.pbtxt";

  /** The settings of a model without such a file. */
  ModelSettings NONE = new ModelSettings() {};

  /** Which versions are loaded. */
  default VersionPolicy versions() {
    return new VersionPolicy.All();
  }

  /** How requests share runs. */
  default BatchChoice batching() {
    return BatchChoice.NONE;
  }

  /**
   * Returns the signature that a version is served with: its own, with the names of classes that
   * the file adds.
   *
   * @throws ModelLoadException if the version is not what the file describes
   */
  default Signature served(Signature loaded) throws ModelLoadException {
    return loaded;
  }

  /** The calls for the first runs of a version that is loaded now. */
  default List<GivenCall> warmUps() {
    return List.of();
  }

  /** What an operator should know about the file, such as fields without effect; may be empty. */
  default String note() {
    return "";
  }

  /** The other files of the folder that it names, relative to it and with slashes. */
  default Set<String> files() {
    return Set.of();
  }

  /** The part that takes effect when a version is loaded: equal texts load alike. */
  default String atLoad() {
    return "";
  }
}
