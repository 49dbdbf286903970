/**
 * Compares servers of the same models, from a bare echo to the whole gateway and its peers: each a
 * process of its own, with the same requests from the same generator, in interleaved rounds.
 */
@NullMarked
package dev.serin.benchmarks.ladder;

import org.jspecify.annotations.NullMarked;
