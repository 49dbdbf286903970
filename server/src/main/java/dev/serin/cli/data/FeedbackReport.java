package dev.serin.cli.data;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.client.FeedbackResult;
import dev.serin.client.FeedbackResult.Result;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Prints the result of each label on a line, and the count of each result.
 *
 * <p>Confined to one thread at a time: that of the verb, or of the stream that it waits for.
 */
final class FeedbackReport {
  private final Console console;
  private final boolean json;
  private final Map<Result, Long> counts = new EnumMap<>(Result.class);

  FeedbackReport(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Reports a line that was sent. */
  void answered(FeedbackLine line, FeedbackResult result) {
    counts.merge(result.result(), 1L, Long::sum);
    if (json) {
      var object = Json.object("line", line.number(), "id", line.subject());
      object.putAll(object(result));
      console.print(Json.line(object));
    } else {
      console.print(line.number() + "  " + line.subject().replaceAll("\\p{Cntrl}", "?") + "  "
          + text(result));
    }
  }

  /** Removes the invalid lines at the front, and reports them. */
  void refused(Deque<FeedbackLine> lines) {
    for (var line = lines.peek(); line != null && line.feedback().isEmpty(); line = lines.peek()) {
      answered(
          lines.remove(), new FeedbackResult(Result.INVALID, line.problem(), Optional.empty()));
    }
  }

  /** Says how much of an interrupted file has a result. */
  String progress() {
    return "lines with a result: " + lines()
        + "; send the file again for the rest (labels already accepted are then DUPLICATE)";
  }

  /** Prints the summary and returns the exit code: 0 if each label is accepted, now or before. */
  int finish() {
    if (json) {
      console.print(Json.line(Json.object("lines", lines(), "results", counts)));
    } else {
      console.print(lines()
          + (lines() == 1 ? " line" : " lines")
          + counts.entrySet().stream()
              .map(entry -> entry.getValue() + " " + entry.getKey())
              .collect(Collectors.joining(", ", counts.isEmpty() ? "" : ": ", "")));
    }
    long accepted =
        counts.getOrDefault(Result.ACCEPTED, 0L) + counts.getOrDefault(Result.DUPLICATE, 0L);
    return accepted == lines() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private long lines() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns one result as an object. */
  static Map<String, Object> object(FeedbackResult result) {
    var object = Json.object("result", result.result().name());
    if (!result.message().isEmpty()) {
      object.put("message", result.message());
    }
    return object;
  }

  /** Returns one result as a line. */
  static String text(FeedbackResult result) {
    var message = result.message().isEmpty() ? "" : ": " + result.message();
    var servedBy = result
        .servedBy()
        .map(by -> "  " + by.model() + " version " + by.version() + ", "
            + by.role().name().toLowerCase(Locale.ROOT))
        .orElse("");
    return result.result() + message + servedBy;
  }
}
