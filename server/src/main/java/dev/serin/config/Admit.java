package dev.serin.config;

/** What is done with the files of a version before it is loaded. */
public enum Admit {
  /** They are copied into the state folder, and loaded from there. */
  COPY("copy"),
  /** They are loaded from where they are, and must not be written to. */
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
