package dev.serin.demo.report;

import dev.serin.demo.Calibration;
import dev.serin.demo.Performance;
import dev.serin.demo.Played;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The story of a demo in words. */
final class Story {
  private static final List<String> FEW = List.of("No", "One", "Two", "Three", "Four", "Five");

  private Story() {}

  /** Returns a text such as {@code Three rollouts of watch-next, decided by the gateway}. */
  static String title(Performance performance) {
    int acts = performance.acts().size();
    var models = performance.acts().stream()
        .map(played -> played.rollout().model())
        .distinct()
        .collect(Collectors.joining(", "));
    return (acts < FEW.size() ? FEW.get(acts) : Integer.toString(acts))
        + (acts == 1 ? " rollout" : " rollouts")
        + (models.isEmpty() ? "" : " of " + models)
        + ", decided by the gateway";
  }

  /** Returns a text such as {@code Act 1: a better model}. */
  static String heading(Played played) {
    return "Act " + played.act().number() + ": " + played.act().title();
  }

  /** Returns how the candidate was made, as a sentence. */
  static String before(Played played) {
    var story = played.act().story();
    return story.isEmpty()
        ? ""
        : story.substring(0, 1).toUpperCase(Locale.ROOT) + story.substring(1) + ".";
  }

  /** Returns how slow the slow version was made, and why. */
  static List<String> calibration(Calibration calibration) {
    return List.of(
        "Machines differ, so the slow version is made slow for this machine.",
        "Under the demo's load the p95 of stable was " + Numbers.millis(calibration.p95Millis())
            + " here, so the gate latency.q95 counts a call as slow above "
            + Numbers.millis(calibration.limitMillis()) + ".",
        "A call of that version took " + Numbers.millis(calibration.callMillis())
            + " without any look at the viewer and " + Numbers.millis(calibration.lookMillis())
            + " more for each; it got " + Numbers.count(calibration.looks()) + " looks, in total "
            + Numbers.millis(calibration.slowMillis()) + ".",
        "Version " + calibration.version() + " was played at "
            + Numbers.plain(calibration.callsPerSecond())
            + " calls per second, so that it could keep up.");
  }
}
