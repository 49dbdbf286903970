package dev.serin.status;

import dev.serin.feedback.Outcome;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.serving.CallRecord;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Fault;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The numbers of one version in one role. Thread-safe. */
final class VersionBook {
  /** The key of errors that the caller did not see, because stable answered. */
  private static final String FALLBACK = "FALLBACK";

  /** The key of answers with NaN or infinity. */
  private static final String NOT_FINITE = "NOT_FINITE";

  final LatencyWindow endToEnd = new LatencyWindow();
  final LatencyWindow queue = new LatencyWindow();
  final LatencyWindow inference = new LatencyWindow();

  private volatile QualityTally quality;
  private final LongAdder calls = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder batchRows = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder answeredNanos = new LongAdder();
  private final LongAdder queueNanos = new LongAdder();
  private final LongAdder inferenceNanos = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder failedNanos = new LongAdder();
  private volatile long lastMillis;
  private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> callerErrors = new ConcurrentHashMap<>();

  VersionBook(long startMillis) {
    this.quality = new QualityTally(startMillis);
  }

  void finished(CallRecord call, long nowMillis) {
    calls.increment();
    if (call.status() != CallStatus.OK) {
      failed.increment();
      failedNanos.add(call.timing().endToEndNanos());
      var counted = call.fault() == Fault.CALLER ? callerErrors : errors;
      counted.computeIfAbsent(call.status().name(), status -> new LongAdder()).increment();
      return;
    }
    if (call.fault() == Fault.VERSION) {
      errors.computeIfAbsent(NOT_FINITE, status -> new LongAdder()).increment();
    }
    quality.predicted(call.rows());
    endToEnd.record(call.timing().endToEndNanos());
    queue.record(call.timing().queueNanos());
    inference.record(call.timing().inferenceNanos());
    answered.increment();
    batchRows.add(call.timing().batchRows());
    rows.add(call.rows());
    answeredNanos.add(call.timing().endToEndNanos());
    queueNanos.add(call.timing().queueNanos());
    inferenceNanos.add(call.timing().inferenceNanos());
    if (lastMillis < nowMillis) {
      lastMillis = nowMillis;
    }
  }

  /** Counts a call that failed in this version and was answered by stable. */
  void fellBack(CallRecord call) {
    calls.increment();
    failed.increment();
    failedNanos.add(call.timing().endToEndNanos());
    errors.computeIfAbsent(FALLBACK, status -> new LongAdder()).increment();
  }

  void accept(Outcome outcome) {
    quality.accept(outcome);
  }

  Quality quality(QualitySettings settings) {
    return quality.read(settings);
  }

  /** Resets the outcomes at this time. */
  void restartQuality(long nowMillis) {
    quality = new QualityTally(nowMillis);
  }

  void turn() {
    endToEnd.turn();
    queue.turn();
    inference.turn();
  }

  long calls() {
    return calls.sum();
  }

  /** The sums over all calls. */
  CallSums sums() {
    return new CallSums(
        answered.sum(),
        answeredNanos.sum(),
        failed.sum(),
        failedNanos.sum(),
        queueNanos.sum(),
        inferenceNanos.sum(),
        rows.sum(),
        lastMillis);
  }

  /** The mean number of rows of the runs that answered calls; 0 without any. */
  double batchRows() {
    long count = answered.sum();
    return count == 0 ? 0 : (double) batchRows.sum() / count;
  }

  /** The errors that are not the caller's, by the name of their status. */
  Map<String, Long> errors() {
    return counts(errors);
  }

  /** The errors that are the caller's, by the name of their status. */
  Map<String, Long> callerErrors() {
    return counts(callerErrors);
  }

  private static Map<String, Long> counts(Map<String, LongAdder> adders) {
    var counts = new TreeMap<String, Long>();
    adders.forEach((status, adder) -> counts.put(status, adder.sum()));
    return counts;
  }
}
