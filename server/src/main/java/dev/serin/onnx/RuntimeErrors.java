package dev.serin.onnx;

import java.util.regex.Pattern;

/** What ONNX Runtime says about a failure, made fit for callers. */
final class RuntimeErrors {
  /** A word with a slash: a source file of ONNX Runtime, a file of ours, or an operator's name. */
  private static final Pattern PATH = Pattern.compile("\\S*[/\\\\]\\S*");

  /** Where in ONNX Runtime's source a failure was noticed, and the whole function around it. */
  private static final Pattern PLACE = Pattern.compile(
      "\\S+\\.(?:cc|cpp|cu|h|hpp):\\d+ [^()]*+(?:\\((?:[^()]++|\\([^()]*+\\))*+\\))++"
          + "(?: const)?(?:::<lambda\\([^()]*+\\)>)*(?: \\[with [^\\]]*+\\])?\\s+");

  private static final Pattern CODE = Pattern.compile("^Error code - \\w+ - message: ");

  private static final int MAX_LENGTH = 500;

  private RuntimeErrors() {}

  /**
   * Returns the failure's message on one line, without paths and places in source code, of at most
   * 500 characters.
   */
  static String text(Exception failure) {
    var message = String.valueOf(failure.getMessage());
    var plain = PLACE.matcher(CODE.matcher(message).replaceFirst("")).replaceAll("");
    var text = PATH.matcher(plain).replaceAll("...").replaceAll("\\s+", " ").strip();
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 3) + "...";
  }
}
