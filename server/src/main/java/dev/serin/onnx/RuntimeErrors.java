package dev.serin.onnx;

import java.util.List;
import java.util.regex.Pattern;

/** Cleans ONNX Runtime's error messages for callers. */
final class RuntimeErrors {
  /** A path; the names of a model's nodes, which may look like paths, stay. */
  private static final Pattern PATH =
      Pattern.compile("(?<!Name:')(?<![^\\s\"'(\\[=:])/[^\\s/]+/\\S*|\\S*\\\\\\S*");

  /** The prefix of ONNX Runtime's message about a file. */
  private static final Pattern LOADING = Pattern.compile("Load model from .*? failed: ?");

  private static final String SOURCE = "\\S+\\.(?:cc|cpp|cu|h|hpp):\\d+ ";

  /**
   * The place in ONNX Runtime's source that reports a failure, with the whole signature of its
   * function.
   */
  private static final Pattern PLACE = Pattern.compile(
      SOURCE + "(?=\\S[^()]*::)[^()]*[^()\\s](?:\\((?:[^()]++|\\([^()]*+\\))*+\\))++"
          + "(?: const)?(?:::<lambda\\([^()]*+\\)>)*(?: \\[with [^\\]]*+\\])?\\s+");

  /** The same with only the function's name. */
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
