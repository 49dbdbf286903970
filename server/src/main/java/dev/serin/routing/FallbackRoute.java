package dev.serin.routing;

/**
 * The limits within which stable answers a call whose run failed in the canary.
 *
 * @param budgetNanos the greatest age of a call that falls back
 * @param maxRate the greatest share of the canary's calls, from 0 to 1, that fall back
 */
public record FallbackRoute(long budgetNanos, double maxRate) {}
