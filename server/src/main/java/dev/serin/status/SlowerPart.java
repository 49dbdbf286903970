package dev.serin.status;

import dev.serin.model.Role;
import dev.serin.status.VersionReport.Latencies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says which part of a canary's calls is slower than stable's, if they are: running the model, or
 * waiting for a runner. The gates judge both together.
 */
final class SlowerPart {
  /** The least ratio that is noted; smaller ones are often chance. */
  private static final double NOTABLE = 1.2;

  /** Below this many calls in the window a p95 says little. */
  private static final long LEAST_CALLS = 50;

  private SlowerPart() {}

  /** Returns a note for the operator on each canary that is slower than stable. */
  static List<String> notes(Collection<VersionReport> reports) {
    var notes = new ArrayList<String>();
    reports.stream()
        .filter(report -> report.role() == Role.STABLE)
        .findFirst()
        .ifPresent(stable -> reports.stream()
            .filter(report -> report.role() == Role.CANARY)
            .forEach(canary -> note(stable, canary).ifPresent(notes::add)));
    return notes;
  }

  private static Optional<String> note(VersionReport stable, VersionReport canary) {
    return stable
        .latencies()
        .flatMap(of -> canary.latencies().flatMap(with -> note(canary.version(), of, with)));
  }

  private static Optional<String> note(long version, Latencies stable, Latencies canary) {
    boolean known =
        stable.endToEnd().count() >= LEAST_CALLS && canary.endToEnd().count() >= LEAST_CALLS;
    if (!known || canary.endToEnd().p95() < NOTABLE * stable.endToEnd().p95()) {
      return Optional.empty();
    }
    double run = canary.inference().p95() - stable.inference().p95();
    double wait = canary.queue().p95() - stable.queue().p95();
    return Optional.of(String.format(
        Locale.ROOT,
        "version %d is slower than stable, mostly %s: p95 %.2f ms against %.2f, running the model"
            + " %.2f against %.2f, waiting for a runner %.2f against %.2f",
        version,
        run >= wait ? "running the model" : "waiting for a runner",
        canary.endToEnd().p95(),
        stable.endToEnd().p95(),
        canary.inference().p95(),
        stable.inference().p95(),
        canary.queue().p95(),
        stable.queue().p95()));
  }
}
