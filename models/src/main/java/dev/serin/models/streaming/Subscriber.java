package dev.serin.models.streaming;

/**
 * A viewer of the demonstration and its behaviour there.
 *
 * @param activity the rate of its visits, in millionths of the most active viewer's
 * @param answers the chance, in hundredths, that the outcome of a visit ever becomes known
 * @param delayMillis the median of the time until then
 */
record Subscriber(String id, Viewer viewer, long activity, int answers, long delayMillis) {}
