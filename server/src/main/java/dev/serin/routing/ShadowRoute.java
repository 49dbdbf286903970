package dev.serin.routing;

import dev.serin.model.LoadedVersion;

/**
 * The version that answers copies of stable's calls, and for which of them.
 *
 * @param trial the id of the rollout that the copies are made for
 * @param fraction of stable's calls with a user, from 0 to 1
 * @param maxCpu the load of the machine, from 0 to 1, above which no copies run
 * @param pairLabels whether labels are compared for both answers to one call
 */
public record ShadowRoute(
    String trial, LoadedVersion candidate, double fraction, double maxCpu, boolean pairLabels) {}
