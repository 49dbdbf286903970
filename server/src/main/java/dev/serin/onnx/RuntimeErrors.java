package dev.serin.onnx;

import java.util.List;
import java.util.regex.Pattern;

/** What ONNX Runtime says about a failure, made fit for callers. */
final class RuntimeErrors {
  /** A file; the names of a model's nodes may look like one, and stay. */
  private static final Pattern PATH =
      Pattern.compile("(?<!Name:')(?<![^\\s\"'(\\[=:])/[^\\s/]+/\\S*|\\S*\\\\\\S*");

  /** What ONNX Runtime says before it says what is wrong with a file. */
  private static final Pattern LOADING = Pattern.compile("Load model from .*? failed: ?");

  private static final String SOURCE = "\\S+\\.(?:cc|cpp|cu|h|hpp):\\d+ ";

  /** Where in ONNX Runtime's source a failure was noticed, and the whole function around it. */
  private static final Pattern PLACE = Pattern.compile(
      SOURCE + "(?=\\S[^()]*::)[^()]*[^()\\s](?:\\((?:[^()]++|\\([^()]*+\\))*+\\))++"
          + "(?: const)?(?:::<lambda\\([^()]*+\\)>)*(?: \\[with [^\\]]*+\\])?\\s+");

  /** The same with no more than the function's name. */
  private static final Pattern SHORT_PLACE = Pattern.compile(SOURCE + "\\w+ ");

  private static final Pattern CODE = Pattern.compile("^Error code - \\w+ - message: ");

  private static final int MAX_LENGTH = 500;

  private RuntimeErrors() {}

  /**
   * Returns the failure's message on one line, without paths and places in source code, of at most
   * 500 characters.
   */
  static String text(Exception failure) {
    var message = String.valueOf(failure.getMessage());
    for (var noise : List.of(CODE, LOADING, PLACE, SHORT_PLACE)) {
      message = noise.matcher(message).replaceAll("");
    }
    var text = PATH.matcher(message).replaceAll("...").replaceAll("\\s+", " ").strip();
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 3) + "...";
  }
}
