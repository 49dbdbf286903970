package dev.serin.cli.local;

/**
 * One check of {@code doctor}.
 *
 * @param advice what to do; empty if nothing
 */
record Check(String subject, Result result, String finding, String advice) {

  /** The result of a check. */
  enum Result {
    OK,
    /** A gateway may start, but there is something to know. */
    WARN,
    /** A gateway cannot work as it should. */
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
