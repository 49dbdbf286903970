package dev.serin.status;

import dev.serin.feedback.FeedbackResult;
import dev.serin.feedback.Outcome;
import dev.serin.feedback.OutcomeSink;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.serving.CallListener;
import dev.serin.serving.CallRecord;
import dev.serin.split.Share;
import dev.serin.status.VersionReport.Latencies;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the status, per loaded version and role, since the gateway started or the version
 * was loaded. Thread-safe.
 */
public final class StatusBooks implements CallListener, OutcomeSink, Sources.Numbers {
  /** The length of a slice of a latency window, and the period of calling {@link #turn}. */
  public static final Duration SLICE = Duration.ofSeconds(30);

  /** The time that the latencies cover. */
  public static final Duration WINDOW = SLICE.multipliedBy(LatencyWindow.SLICES);

  private record Key(VersionId version, Role role) {
    // Spelled out, as VersionId's are.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && role == key.role && version.equals(key.version);
    }

    @Override
    public int hashCode() {
      return 31 * version.hashCode() + role.hashCode();
    }
  }

  private final Map<Key, VersionBook> books = new ConcurrentHashMap<>();
  private final Map<String, SplitTally> splits = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final long startMillis;

  public StatusBooks(InstantSource clock) {
    this.clock = clock;
    this.startMillis = clock.millis();
  }

  @Override
  public void finished(CallRecord call) {
    if (call.served().isEmpty()) {
      return;
    }
    var served = call.served().get();
    book(new VersionId(call.model(), served.version()), served.role())
        .finished(call, clock.millis());
    var canary = call.fallbackFrom();
    if (canary.isPresent()) {
      book(new VersionId(call.model(), canary.getAsLong()), Role.CANARY).fellBack(call);
    }
    if (call.userHash().isPresent()) {
      split(call.model()).count(served.revision(), canary.orElse(served.version()));
    }
  }

  /** Counts a label, unless it is about a call that stable answered for a canary. */
  @Override
  public void accept(Outcome outcome) {
    if (outcome.fallback()) {
      return;
    }
    book(outcome.version(), outcome.role()).accept(outcome);
  }

  @Override
  public void answered(String model, FeedbackResult result) {
    // Only metrics count answers.
  }

  @Override
  public long startMillis() {
    return startMillis;
  }

  /** Resets the outcomes of a model, because its quality is measured in another way from now on. */
  public void restartQuality(String model) {
    long now = clock.millis();
    books.forEach((key, book) -> {
      if (key.version().model().equals(model)) {
        book.restartQuality(now);
      }
    });
  }

  /**
   * Drops the numbers of versions that are not loaded; to be called about once a second, since a
   * call that outlives its version, or a late label, adds numbers for it again.
   */
  public void forget(VersionPool pool) {
    books.keySet().removeIf(key -> !pool.isLoaded(key.version()));
    splits.keySet().removeIf(model -> pool.versions(model).isEmpty());
  }

  /** Advances the latency windows by one slice. */
  public void turn() {
    books.values().forEach(VersionBook::turn);
  }

  /**
   * Returns the reports in ascending order, with shares of 0, as the books do not know the split.
   */
  @Override
  public List<VersionReport> reports(
      String model, long revision, Optional<QualitySettings> quality) {
    return books.entrySet().stream()
        .filter(entry -> entry.getKey().version().model().equals(model))
        .map(entry -> report(entry.getKey(), entry.getValue(), revision, quality))
        .sorted(Comparator.comparingLong(VersionReport::version).thenComparing(VersionReport::role))
        .toList();
  }

  /**
   * Returns which part of a canary's calls is slower than stable's, with its numbers; empty if none
   * clearly is.
   */
  public Optional<String> slower(String model, long canary) {
    var reports = reports(model, 0, Optional.empty()).stream()
        .filter(report -> report.role() == Role.STABLE || report.version() == canary)
        .toList();
    return SlowerPart.notes(reports).stream().findFirst();
  }

  /** Returns the sums over the calls of a version in all roles. */
  public CallSums sums(VersionId version) {
    var sums = CallSums.NONE;
    for (var role : Role.values()) {
      var book = books.get(new Key(version, role));
      if (book != null) {
        sums = sums.plus(book.sums());
      }
    }
    return sums;
  }

  private VersionReport report(
      Key key, VersionBook book, long revision, Optional<QualitySettings> quality) {
    long version = key.version().version();
    var split = Optional.ofNullable(splits.get(key.version().model()))
        .filter(tally -> key.role() != Role.PINNED);
    return new VersionReport(
        version,
        key.role(),
        Share.ZERO,
        split.map(tally -> tally.share(revision, version)).orElse(0.0),
        split.map(tally -> tally.calls(revision, version)).orElse(0L),
        book.calls(),
        book.errors(),
        book.callerErrors(),
        Optional.of(new Latencies(book.endToEnd.read(), book.queue.read(), book.inference.read())),
        book.batchRows(),
        quality.map(book::quality));
  }

  private SplitTally split(String model) {
    var known = splits.get(model);
    return known == null ? splits.computeIfAbsent(model, unused -> new SplitTally()) : known;
  }

  private VersionBook book(VersionId version, Role role) {
    var key = new Key(version, role);
    var known = books.get(key);
    return known == null
        ? books.computeIfAbsent(key, unused -> new VersionBook(startMillis))
        : known;
  }
}
