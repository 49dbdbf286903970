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
 * The data that does not fit into prediction ids, in memory only: long predictions, candidates'
 * predictions for copies of calls, and the ids behind callers' own request ids. When its memory is
 * full it evicts the entries of least use.
 *
 * <p>Thread-safe.
 */
final class PredictionStore {
  /** The approximate bytes of an entry beyond its content. */
  private static final int ENTRY_BYTES = 160;

  private final Cache<Fingerprint, Summary> summaries;
  private final Cache<CallerRequest, String> predictionIds;
  private final Cache<Fingerprint, Shadow> shadows;

  /** A candidate's predictions for a copy of a call, and the trial of the copy. */
  record Shadow(String trial, Summary summary) {}

  /**
   * Returns a store of at most this many bytes: a quarter for copies, so that they evict nothing
   * else, and half of the rest for request ids if they are enabled.
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

  /**
   * Returns a cache that does its maintenance on its callers' threads: it is little, and never
   * slow.
   */
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

  /** Stores the id behind a request id, and replaces an earlier one under the same name. */
  void put(CallerRequest request, String predictionId) {
    predictionIds.put(request, predictionId);
  }

  Optional<String> predictionId(CallerRequest request) {
    return Optional.ofNullable(predictionIds.getIfPresent(request));
  }
}
