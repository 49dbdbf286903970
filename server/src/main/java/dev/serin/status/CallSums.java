package dev.serin.status;

/**
 * The sums over the calls of a version since the gateway started or the version was loaded.
 *
 * @param answeredNanos from arrival to answer of those that were answered
 * @param failed those that were refused or fell back to stable
 * @param queueNanos waiting for a runner, of those that were answered
 * @param inferenceNanos running the model, of those that were answered
 * @param rows of those that were answered
 * @param lastMillis when the last one was answered, in milliseconds since 1970; 0 if none was
 */
public record CallSums(
    long answered,
    long answeredNanos,
    long failed,
    long failedNanos,
    long queueNanos,
    long inferenceNanos,
    long rows,
    long lastMillis) {
  static final CallSums NONE = new CallSums(0, 0, 0, 0, 0, 0, 0, 0);

  CallSums plus(CallSums other) {
    return new CallSums(
        answered + other.answered,
        answeredNanos + other.answeredNanos,
        failed + other.failed,
        failedNanos + other.failedNanos,
        queueNanos + other.queueNanos,
        inferenceNanos + other.inferenceNanos,
        rows + other.rows,
        Math.max(lastMillis, other.lastMillis));
  }
}
