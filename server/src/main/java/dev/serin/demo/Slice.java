package dev.serin.demo;

/**
 * The latency of one version in one second of an act, as the gateway's answers report it.
 *
 * @param second since the act began, from 0
 * @param p50Millis the median of the time in the gateway, in milliseconds
 */
public record Slice(int second, long version, double p50Millis, double p95Millis) {}
