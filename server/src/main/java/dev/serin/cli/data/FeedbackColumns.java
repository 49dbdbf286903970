package dev.serin.cli.data;

import static java.util.Map.entry;

import dev.serin.client.Feedback;
import dev.serin.client.Feedback.Subject;
import dev.serin.client.Label;
import dev.serin.events.EventFormatException;
import dev.serin.events.LabelRows.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The columns of a file of labels, in any order: one for the prediction, one for the label, and
 * optionally {@code row}. The last two are named like the verb's options.
 */
final class FeedbackColumns {
  private static final String EXPECTED = "prediction_id or request_id; one of label, class-index,"
      + " number, reward; optionally row; each once";

  private static final Map<String, Function<String, Subject>> SUBJECTS =
      Map.of("prediction_id", Subject.PredictionId::new, "request_id", FeedbackColumns::request);

  private static final Map<String, Function<String, Label>> LABELS = Map.ofEntries(
      entry("label", Label::of),
      entry("class-index", FeedbackColumns::index),
      entry("number", text -> Label.ofValue(decimal(text))),
      entry("reward", text -> Label.ofReward(decimal(text))));

  private static final String ROW = "row";

  /** The longest field, in characters, that the message of one label has room for. */
  private static final int MAX_FIELD = 4_096;

  private static final Pattern ROW_NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private final List<String> header;
  private final String subject;
  private final String label;

  private FeedbackColumns(List<String> header, String subject, String label) {
    this.header = header;
    this.subject = subject;
    this.label = label;
  }

  /** Returns the columns of a header; throws {@link IllegalArgumentException} if it is wrong. */
  static FeedbackColumns of(List<String> header) {
    var subjects = header.stream().filter(SUBJECTS::containsKey).toList();
    var labels = header.stream().filter(LABELS::containsKey).toList();
    boolean known = header.stream()
        .allMatch(name -> SUBJECTS.containsKey(name) || LABELS.containsKey(name) || isRow(name));
    boolean once = new HashSet<>(header).size() == header.size();
    if (!known || !once || subjects.size() != 1 || labels.size() != 1) {
      throw new IllegalArgumentException("header: "
          + EventFormatException.clean(String.join(",", header)) + " (expected: " + EXPECTED + ")");
    }
    return new FeedbackColumns(header, subjects.get(0), labels.get(0));
  }

  /** Parses a request id of the form {@code MODEL/ID}, or throws. */
  static Subject request(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      throw new IllegalArgumentException(
          EventFormatException.clean(text) + " (expected: MODEL/ID such as digits/order-4711)");
    }
    return new Subject.CallerRequest(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Returns the label in a row, or the problem with the row. */
  FeedbackLine read(Row row) {
    int at = header.indexOf(subject);
    var name = at < row.fields().size() ? row.fields().get(at) : "";
    try {
      return new FeedbackLine(row.line(), name, Optional.of(feedback(row)), "");
    } catch (IllegalArgumentException e) {
      return new FeedbackLine(row.line(), name, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private Feedback feedback(Row row) {
    int count = row.fields().size();
    if (count != header.size()) {
      throw new IllegalArgumentException((count == 1 ? "1 column" : count + " columns")
          + " (expected: " + header.size() + ": " + String.join(",", header) + ")");
    }
    var known = SUBJECTS.get(subject);
    var truth = LABELS.get(label);
    if (known == null || truth == null) {
      throw new IllegalStateException("header: " + header);
    }
    return new Feedback(
        value(row, subject, known),
        value(row, ROW, FeedbackColumns::row),
        value(row, label, truth));
  }

  /** Parses a field; an absent column counts as an empty field. */
  private <T> T value(Row row, String column, Function<String, T> reading) {
    int at = header.indexOf(column);
    var text = at < 0 ? "" : row.fields().get(at);
    try {
      if (text.length() > MAX_FIELD) {
        throw new IllegalArgumentException(
            text.length() + " characters (expected: at most " + MAX_FIELD + ")");
      }
      if (text.isEmpty() && !isRow(column)) {
        throw new IllegalArgumentException("nothing (expected: a value)");
      }
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(column + ": " + e.getMessage(), e);
    }
  }

  private static OptionalInt row(String text) {
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!ROW_NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          EventFormatException.clean(text) + " (expected: a row of the call, from 0, or nothing)");
    }
    return OptionalInt.of(Integer.parseInt(text));
  }

  private static Label index(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          EventFormatException.clean(text) + " (expected: a whole number)");
    }
    return Label.ofIndex(Long.parseLong(text));
  }

  /** Parses a number as every language writes it, so not {@code 1d}, which only Java accepts. */
  private static double decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException(
          EventFormatException.clean(text) + " (expected: a number)");
    }
    return Double.parseDouble(text);
  }

  private static boolean isRow(String column) {
    return column.equals(ROW);
  }
}
