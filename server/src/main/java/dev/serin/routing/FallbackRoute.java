package dev.serin.routing;

/**
 * When stable answers a call whose run failed in the canary.
 *
 * @param budgetNanos how old a call may be for that
 * @param maxRate the share of the canary's calls, from 0 to 1, up to which it is done
 */
public record FallbackRoute(long budgetNanos, double maxRate) {}
