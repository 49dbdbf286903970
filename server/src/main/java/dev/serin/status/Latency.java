package dev.serin.status;

/** Quantiles of the durations in a window, in milliseconds; all 0 if there were none. */
public record Latency(long count, double p50, double p95, double p99, double max) {}
