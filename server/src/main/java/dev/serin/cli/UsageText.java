package dev.serin.cli;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The error of a command line that cannot be parsed, in the form of all our messages. */
final class UsageText {
  private UsageText() {}

  static String of(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (e.getCause() instanceof TypeConversionException wrong && e.getArgSpec() != null) {
      return name(e.getArgSpec()) + ": " + wrongValue(e, wrong);
    }
    return String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
  }

  private static String unmatched(UnmatchedArgumentException e) {
    var first = e.getUnmatched().get(0);
    var verbs = e.getCommandLine().getSubcommands().keySet();
    var likely = String.join(" or ", e.getSuggestions());
    if (first.startsWith("-")) {
      return "option: " + first + " (expected: "
          + (likely.isEmpty() ? "an option of this verb" : likely) + ")";
    }
    if (verbs.isEmpty()) {
      return "argument: " + String.join(" ", e.getUnmatched()) + " (expected: no further argument)";
    }
    return "verb: " + first + " (expected: "
        + (likely.isEmpty() ? "one of " + String.join(", ", verbs) : likely) + ")";
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** Our converters say what they expect, those of picocli do not. */
  private static String wrongValue(ParameterException e, TypeConversionException wrong) {
    var text = String.valueOf(wrong.getMessage());
    if (text.contains("(expected: ")) {
      return text;
    }
    var type = e.getArgSpec().type();
    boolean real = type == Double.class || type == double.class;
    return e.getValue() + " (expected: " + (real ? "a number" : "a whole number") + ")";
  }
}
