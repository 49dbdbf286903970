package dev.serin.feedback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import dev.serin.feedback.FeedbackRequest.CallerRequest;
import dev.serin.feedback.id.Fingerprint;
import dev.serin.feedback.quality.Summary;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What prediction ids cannot hold, in memory only: predictions that are too long for one, what
 * candidates said to copies of calls, and the ids behind the callers' own request ids. When its
 * memory is full it forgets what is least wanted.
 *
 * <p>Thread-safe.
 */
final class PredictionStore {
  /** What an entry takes beside its content, about. */
  private static final int ENTRY_BYTES = 160;

  private final Cache<Fingerprint, Summary> summaries;
  private final Cache<CallerRequest, String> predictionIds;
  private final Cache<Fingerprint, Shadow> shadows;

  /** What a candidate said to a copy of a call, and what the copy was made for. */
  record Shadow(String trial, Summary summary) {}

  /**
   * A store of that many bytes at most: a quarter for copies, so that they push out nothing else,
   * and of the rest half for request ids if they are wanted.
   */
  PredictionStore(FeedbackSettings settings, long bytes, LongSupplier nanoTicker) {
    long forShadows = bytes / 4;
    long forRequests = settings.byRequestId() ? (bytes - forShadows) / 2 : 0;
    this.summaries = cache(
        settings,
        bytes - forShadows - forRequests,
        nanoTicker,
        (fingerprint, summary) -> bounded(summary.bytes()));
    this.predictionIds = cache(
        settings,
        forRequests,
        nanoTicker,
        (request, id) ->
            bounded(2L * (request.model().length() + request.requestId().length()) + id.length()));
    this.shadows = cache(
        settings,
        forShadows,
        nanoTicker,
        (fingerprint, shadow) -> bounded(shadow.summary().bytes()));
  }

  /** A cache that works on its callers' threads: there is little to do, and never anything slow. */
  private static <K, V> Cache<K, V> cache(
      FeedbackSettings settings, long bytes, LongSupplier nanoTicker, Weigher<K, V> weigher) {
    return Caffeine.newBuilder()
        .maximumWeight(bytes)
        .weigher(weigher)
        .expireAfterWrite(settings.maxAge())
        .ticker(nanoTicker::getAsLong)
        .executor(Runnable::run)
        .build();
  }

  private static int bounded(long contentBytes) {
    return (int) Math.min(ENTRY_BYTES + contentBytes, Integer.MAX_VALUE);
  }

  void put(Fingerprint prediction, Summary summary) {
    summaries.put(prediction, summary);
  }

  Optional<Summary> summary(Fingerprint prediction) {
    return Optional.ofNullable(summaries.getIfPresent(prediction));
  }

  void put(Fingerprint prediction, Shadow shadow) {
    shadows.put(prediction, shadow);
  }

  Optional<Shadow> shadow(Fingerprint prediction) {
    return Optional.ofNullable(shadows.getIfPresent(prediction));
  }

  /** Notes the id behind a request id, in place of an earlier one under the same name. */
  void put(CallerRequest request, String predictionId) {
    predictionIds.put(request, predictionId);
  }

  Optional<String> predictionId(CallerRequest request) {
    return Optional.ofNullable(predictionIds.getIfPresent(request));
  }
}
