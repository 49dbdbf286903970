package dev.serin.cli.local;

/**
 * One thing that doctor looked at.
 *
 * @param advice what to do; empty if nothing
 */
record Check(String subject, Result result, String finding, String advice) {

  /** How it is. */
  enum Result {
    OK,
    /** A gateway may start, but somebody should know. */
    WARN,
    /** A gateway cannot do what it should. */
    FAIL
  }

  static Check ok(String subject, String finding) {
    return new Check(subject, Result.OK, finding, "");
  }

  static Check warn(String subject, String finding, String advice) {
    return new Check(subject, Result.WARN, finding, advice);
  }

  static Check fail(String subject, String finding, String advice) {
    return new Check(subject, Result.FAIL, finding, advice);
  }
}
