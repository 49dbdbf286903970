package dev.serin.models.streaming;

/**
 * A viewer of the demonstration and how it behaves there.
 *
 * @param activity the rate of its visits in millionths of the most active viewer's
 * @param answers the chance in hundredths that it ever becomes known how a visit ended
 * @param delayMillis the median of the time until then
 */
record Subscriber(String id, Viewer viewer, long activity, int answers, long delayMillis) {}
