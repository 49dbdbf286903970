package dev.serin.config;

/** How the files of a version are admitted before it is loaded. */
public enum Admit {
  /** Copied into the state folder, and loaded from there. */
  COPY("copy"),
  /** Loaded in place; the files must not be written to. */
  IN_PLACE("inPlace");

  private final String configName;

  Admit(String configName) {
    this.configName = configName;
  }

  /** The name in a configuration. */
  public String configName() {
    return configName;
  }
}
