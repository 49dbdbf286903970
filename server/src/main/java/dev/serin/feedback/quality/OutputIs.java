package dev.serin.feedback.quality;

/** The meaning of a number where a model outputs the class of a row. */
public enum OutputIs {
  /** The name of the class, as a number. */
  VALUE("value"),
  /** The index of the class in the list of names, from 0. */
  INDEX("index");

  private final String configName;

  OutputIs(String configName) {
    this.configName = configName;
  }

  /** The name in a configuration. */
  public String configName() {
    return configName;
  }
}
