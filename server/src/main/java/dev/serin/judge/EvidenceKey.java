package dev.serin.judge;

/**
 * Identifies the comparison that evidence belongs to.
 *
 * @param stable the version that the other one is compared with
 * @param canary the version that is judged
 * @param basis what it is collected under
 */
public record EvidenceKey(String model, long stable, long canary, Basis basis) {}
